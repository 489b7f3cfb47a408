-- The quickest configurations of each optimizer to a holdout loss, in seconds of training.
--
-- Of each problem by itself, over the seeds of the search. Seconds and step are medians over those
-- that reached it, at the first measurement that shows it (every eval-every steps); one that more
-- seeds missed comes later, and lost counts those that were lost, be it after they reached it.
-- :loss = 0.4  holdout loss to reach
-- :top = 3  configurations of each optimizer on each problem
WITH reached AS (
  SELECT sweep, configuration_id, trial_id, min(seconds) AS seconds, min(step) AS step
  FROM curves
  WHERE test_loss <= :loss AND NOT confirmation
  GROUP BY sweep, configuration_id, trial_id),
timed AS (
  SELECT sweep, configuration_id, count(*) AS reached, median(seconds) AS seconds,
         min(seconds) AS quickest, max(seconds) AS slowest, median(step) AS step
  FROM reached
  GROUP BY sweep, configuration_id),
ranked AS (
  SELECT c.sweep, c.dataset, c.problem, c.downsample, c.hidden, c.batch_size, c.steps, c.label,
         c.seeds, c.lost, coalesce(t.reached, 0) AS reached, t.seconds, t.quickest, t.slowest, t.step,
         row_number() OVER (
           PARTITION BY c.sweep, c.problem, c.optimizer
           ORDER BY c.seeds - coalesce(t.reached, 0), t.seconds NULLS LAST, c.configuration_id
         ) AS place
  FROM configurations c
  LEFT JOIN timed t ON t.sweep = c.sweep AND t.configuration_id = c.configuration_id)
SELECT sweep, problem, downsample, hidden, batch_size, label, seeds, lost, reached, seconds,
       quickest, slowest, step
FROM ranked
WHERE place <= :top
ORDER BY sweep, dataset, downsample, hidden <> '[]', hidden, steps DESC, problem, seeds - reached,
         seconds NULLS LAST, label
