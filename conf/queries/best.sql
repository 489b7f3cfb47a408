-- The best configurations of each optimizer after the last step, and the holdout loss told of them.
--
-- selection_loss chose: the mean validation loss, or where no samples were kept for that the mean
-- holdout loss, over the seeds of the search. test_loss is the mean holdout loss: of as many fresh
-- seeds as confirmed says, less those that were lost (fresh_lost), or of the seeds of the search where
-- confirmed is 0, with the half of its 95 % interval as plus_minus. Of each problem by itself: trials on other data, of another length or by
-- another version of the trainer are no rivals. Those that a halving stopped come last, and those
-- that lost fewer seeds, to divergence, a failure or a loss that is not finite, first, as a mean over
-- the rest flatters. least_loss is the least mean selection loss on the way, taken while no seed was
-- lost, and least_step where it was.
-- :top = 3  configurations of each optimizer on each problem
WITH searched AS (
  SELECT *, CASE WHEN validation IS NULL THEN test_loss_mean ELSE validation_loss_mean END
              AS selection_loss,
         CASE WHEN validation IS NULL THEN test_loss_count ELSE validation_loss_count END
              AS selection_count
  FROM summary
  WHERE NOT confirmation),
least AS (
  SELECT sweep, configuration_id, min(selection_loss) AS least_loss,
         min_by(step, selection_loss) AS least_step
  FROM searched
  WHERE diverged = 0 AND selection_count = test_accuracy_count
  GROUP BY sweep, configuration_id),
ranked AS (
  SELECT c.sweep, c.dataset, c.problem, c.downsample, c.hidden, c.batch_size, c.steps, c.label,
         c.configuration_id, c.seeds, c.stopped, c.lost, c.not_finite, c.confirmed, s.selection_loss,
         l.least_loss, l.least_step,
         row_number() OVER (
           PARTITION BY c.sweep, c.problem, c.optimizer
           ORDER BY c.stopped > 0, c.lost + c.not_finite, s.selection_loss NULLS LAST,
             c.learning_rate, c.damping DESC, c.reltol DESC, c.configuration_id
         ) AS place
  FROM configurations c
  LEFT JOIN searched s
    ON s.sweep = c.sweep AND s.configuration_id = c.configuration_id AND s.step = s.steps
  LEFT JOIN least l ON l.sweep = c.sweep AND l.configuration_id = c.configuration_id)
SELECT r.sweep, problem, r.downsample, r.hidden, r.batch_size, label, r.seeds, lost, not_finite,
       selection_loss, confirmed,
       CASE WHEN confirmed > 0 THEN confirmed - coalesce(t.test_loss_count, 0) END AS fresh_lost,
       t.test_loss_mean AS test_loss,
       (t.test_loss_high - t.test_loss_low) / 2 AS plus_minus,
       t.test_accuracy_mean AS test_accuracy, least_loss, least_step
FROM ranked r
LEFT JOIN summary t
  ON t.sweep = r.sweep AND t.configuration_id = r.configuration_id AND t.step = t.steps
     AND t.confirmation = (r.confirmed > 0)
WHERE place <= :top
ORDER BY r.sweep, r.dataset, r.downsample, r.hidden <> '[]', r.hidden, r.steps DESC, problem,
         stopped > 0, lost + not_finite + coalesce(fresh_lost, 0), test_loss NULLS LAST, label
