-- The best configuration of every method of conf/family.conf at each side, after all its steps:
-- mean holdout loss over seeds with its 95 % interval. One that lost a seed comes after all others.
WITH configurations AS (
  SELECT downsample AS side, learning_rate, learning_rate_schedule AS schedule, damping, reltol,
         max_kl, max_inverse_probability AS max_inverse, configuration_id,
         CASE WHEN optimizer = 'natural-gradient' AND max_kl IS NOT NULL AND reltol > 0
                THEN 'truncated, trust region'
              WHEN optimizer = 'natural-gradient' AND max_kl IS NOT NULL THEN 'damped, trust region'
              WHEN max_inverse_probability IS NOT NULL THEN 'truncated, capped'
              WHEN optimizer = 'natural-gradient' AND reltol > 0 THEN 'truncated'
              WHEN optimizer = 'natural-gradient' THEN 'damped'
              ELSE optimizer END AS method,
         count(*) AS seeds, count_if(status <> 'COMPLETED') AS lost
  FROM trials GROUP BY ALL),
ranked AS (
  SELECT c.*, s.test_loss_mean AS loss, (s.test_loss_high - s.test_loss_low) / 2 AS `+-`,
         s.test_accuracy_mean AS accuracy,
         row_number() OVER (PARTITION BY side, method
                            ORDER BY lost, s.test_loss_mean NULLS LAST) AS place,
         sum(lost) OVER (PARTITION BY side, method) / sum(seeds) OVER (PARTITION BY side, method)
           AS lost_in_grid
  FROM configurations c
  LEFT JOIN summary s ON s.configuration_id = c.configuration_id AND s.step = s.steps)
SELECT side, method, learning_rate AS lr, schedule, damping, nullif(reltol, 0) AS reltol, max_kl,
       max_inverse, seeds, lost, loss, `+-`, accuracy, round(lost_in_grid, 2) AS lost_in_grid
FROM ranked WHERE place = 1 ORDER BY side DESC, lost > 0, loss
