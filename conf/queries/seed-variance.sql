-- How far the seeds of a configuration spread: the widest first.
--
-- Of the holdout loss and accuracy after the last step, over the seeds that completed; sd is the
-- sample standard deviation, relative the same as a share of the mean.
-- :top = 20  configurations
SELECT c.sweep, c.downsample, c.hidden, c.batch_size, c.label, c.seeds, c.lost,
       avg(t.test_loss) AS test_loss, stddev_samp(t.test_loss) AS sd,
       stddev_samp(t.test_loss) / avg(t.test_loss) AS relative,
       min(t.test_loss) AS least, max(t.test_loss) AS most,
       stddev_samp(t.test_accuracy) AS accuracy_sd
FROM configurations c
JOIN trials t ON t.sweep = c.sweep AND t.configuration_id = c.configuration_id
WHERE t.status = 'COMPLETED'
GROUP BY c.sweep, c.configuration_id, c.downsample, c.hidden, c.batch_size, c.label, c.seeds, c.lost
ORDER BY sd DESC NULLS LAST, c.sweep, c.label
LIMIT :top
