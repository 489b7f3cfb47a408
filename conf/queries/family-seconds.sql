-- The family of conf/family.conf at equal seconds of training: the best of every method within four budgets.
--
-- Mean over seeds of the holdout loss that was last measured within the budget, of configurations
-- all of whose seeds have one. A method that has taken all its steps has ended, and keeps its loss.
WITH budgets AS (SELECT * FROM (VALUES (1e-2), (3e-2), (1e-1), (3e-1)) AS budgets(budget)),
methods AS (
  SELECT configurations.*,
         CASE WHEN optimizer = 'natural-gradient' AND max_kl IS NOT NULL AND reltol > 0
                THEN 'truncated, trust region'
              WHEN optimizer = 'natural-gradient' AND max_kl IS NOT NULL THEN 'damped, trust region'
              WHEN max_inverse_probability IS NOT NULL THEN 'truncated, capped'
              WHEN optimizer = 'natural-gradient' AND reltol > 0 THEN 'truncated'
              WHEN optimizer = 'natural-gradient' THEN 'damped'
              ELSE optimizer END AS method
  FROM configurations),
measured AS (
  SELECT c.sweep, c.configuration_id, c.trial_id, b.budget,
         max_by(c.test_loss, c.step) AS test_loss, max(c.step) AS step
  FROM curves c
  JOIN budgets b ON c.seconds <= b.budget
  WHERE c.test_accuracy IS NOT NULL AND NOT c.confirmation
  GROUP BY c.sweep, c.configuration_id, c.trial_id, b.budget),
means AS (
  SELECT sweep, configuration_id, budget, count(test_loss) AS seeds, avg(test_loss) AS test_loss,
         avg(step) AS step
  FROM measured
  GROUP BY sweep, configuration_id, budget),
ranked AS (
  SELECT m.sweep, m.problem, m.downsample, m.method, m.label, s.budget, s.test_loss, s.step,
         row_number() OVER (PARTITION BY m.sweep, m.problem, m.method, s.budget
                            ORDER BY s.test_loss, m.configuration_id) AS place
  FROM means s
  JOIN methods m
    ON m.sweep = s.sweep AND m.configuration_id = s.configuration_id AND m.seeds = s.seeds)
SELECT sweep, problem, downsample, budget, method, label, test_loss, step
FROM ranked
WHERE place = 1
ORDER BY sweep, downsample DESC, problem, budget, test_loss, method
