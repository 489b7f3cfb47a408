-- How far the seeds of a configuration spread: the widest first.
--
-- Of the holdout loss and accuracy after the last step, over the seeds of the search that completed, on
-- each problem by itself; sd is the sample standard deviation, relative the same as a share of the mean.
-- Losses that are no finite numbers are left out: not_finite counts them.
-- :top = 20  configurations of each problem
WITH spread AS (
  SELECT c.sweep, c.problem, c.downsample, c.hidden, c.batch_size, c.label, c.seeds, c.lost,
         c.not_finite, avg(t.test_loss) AS test_loss, stddev_samp(t.test_loss) AS sd,
         stddev_samp(t.test_loss) / avg(t.test_loss) AS relative,
         min(t.test_loss) AS least, max(t.test_loss) AS most,
         stddev_samp(t.test_accuracy) AS accuracy_sd
  FROM configurations c
  JOIN trials t ON t.sweep = c.sweep AND t.configuration_id = c.configuration_id
  WHERE t.status = 'COMPLETED' AND NOT t.confirmation
  GROUP BY c.sweep, c.configuration_id, c.problem, c.downsample, c.hidden, c.batch_size, c.label,
           c.seeds, c.lost, c.not_finite),
ranked AS (
  SELECT *, row_number() OVER (PARTITION BY sweep, problem ORDER BY sd DESC NULLS LAST, label)
              AS place
  FROM spread)
SELECT sweep, problem, downsample, hidden, batch_size, label, seeds, lost, not_finite, test_loss, sd,
       relative, least, most, accuracy_sd
FROM ranked
WHERE place <= :top
ORDER BY sweep, problem, place
