-- The best configurations of each optimizer: mean holdout loss after the last step.
--
-- Of each problem by itself: trials on other data, of another length or by another version of the
-- trainer are no rivals. Those that lost fewer seeds, to divergence, a failure or a loss that is not
-- finite, come first, as a mean over the rest flatters. plus_minus is the half of the mean's 95 %
-- interval over seeds; least_loss is the least mean on the way, taken while no seed was lost, and
-- least_step where it was.
-- :top = 3  configurations of each optimizer on each problem
WITH least AS (
  SELECT sweep, configuration_id, min(test_loss_mean) AS least_loss,
         min_by(step, test_loss_mean) AS least_step
  FROM summary
  WHERE diverged = 0 AND test_loss_count = test_accuracy_count
  GROUP BY sweep, configuration_id),
ranked AS (
  SELECT c.sweep, c.dataset, c.problem, c.downsample, c.hidden, c.batch_size, c.steps, c.label,
         c.seeds, c.lost, c.not_finite,
         s.test_loss_mean AS test_loss, (s.test_loss_high - s.test_loss_low) / 2 AS plus_minus,
         s.test_accuracy_mean AS test_accuracy, l.least_loss, l.least_step,
         row_number() OVER (
           PARTITION BY c.sweep, c.problem, c.optimizer
           ORDER BY c.lost + c.not_finite, s.test_loss_mean NULLS LAST,
             c.learning_rate, c.damping DESC, c.reltol DESC, c.configuration_id
         ) AS place
  FROM configurations c
  LEFT JOIN summary s
    ON s.sweep = c.sweep AND s.configuration_id = c.configuration_id AND s.step = s.steps
  LEFT JOIN least l ON l.sweep = c.sweep AND l.configuration_id = c.configuration_id)
SELECT sweep, problem, downsample, hidden, batch_size, label, seeds, lost, not_finite, test_loss,
       plus_minus, test_accuracy, least_loss, least_step
FROM ranked
WHERE place <= :top
ORDER BY sweep, dataset, downsample, hidden <> '[]', hidden, steps DESC, problem,
         lost + not_finite, test_loss NULLS LAST, label
