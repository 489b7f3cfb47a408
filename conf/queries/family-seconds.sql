-- The same at equal seconds of training: for each budget, the configuration of every method whose
-- holdout loss, last measured within it, is least in the mean over seeds. A method that has taken
-- all its steps has ended, and keeps its loss.
WITH budgets AS (SELECT explode(array(0.01, 0.03, 0.1, 0.3)) AS budget),
measured AS (
  SELECT downsample AS side, budget, configuration_id, seed,
         CASE WHEN optimizer = 'natural-gradient' AND max_kl IS NOT NULL AND reltol > 0
                THEN 'truncated, trust region'
              WHEN optimizer = 'natural-gradient' AND max_kl IS NOT NULL THEN 'damped, trust region'
              WHEN max_inverse_probability IS NOT NULL THEN 'truncated, capped'
              WHEN optimizer = 'natural-gradient' AND reltol > 0 THEN 'truncated'
              WHEN optimizer = 'natural-gradient' THEN 'damped'
              ELSE optimizer END AS method,
         max_by(test_loss, step) AS loss, max(step) AS step
  FROM curves, budgets WHERE seconds <= budget AND test_loss IS NOT NULL GROUP BY ALL),
ranked AS (
  SELECT side, budget, method, avg(loss) AS loss, avg(step) AS step,
         row_number() OVER (PARTITION BY side, budget, method ORDER BY avg(loss)) AS place
  FROM measured GROUP BY side, budget, method, configuration_id HAVING count(*) = 10)
SELECT side, budget, method, round(loss, 3) AS loss, round(step) AS steps
FROM ranked WHERE place = 1 ORDER BY side DESC, budget, loss
