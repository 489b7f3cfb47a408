-- The table of conf/family.conf in docs/findings.md: the best configuration of every method at each side.
--
-- Mean holdout loss after the last step, over seeds, with the half of its 95 % interval; one that
-- lost a seed comes after all others. lost_in_grid is the share of the method's trials that did.
WITH methods AS (
  SELECT configurations.*,
         CASE WHEN optimizer = 'natural-gradient' AND max_kl IS NOT NULL AND reltol > 0
                THEN 'truncated, trust region'
              WHEN optimizer = 'natural-gradient' AND max_kl IS NOT NULL THEN 'damped, trust region'
              WHEN max_inverse_probability IS NOT NULL THEN 'truncated, capped'
              WHEN optimizer = 'natural-gradient' AND reltol > 0 THEN 'truncated'
              WHEN optimizer = 'natural-gradient' THEN 'damped'
              ELSE optimizer END AS method
  FROM configurations),
ranked AS (
  SELECT m.*, s.test_loss_mean AS test_loss,
         (s.test_loss_high - s.test_loss_low) / 2 AS plus_minus,
         s.test_accuracy_mean AS test_accuracy,
         row_number() OVER (PARTITION BY m.sweep, m.problem, m.method
                            ORDER BY m.stopped > 0, m.lost + m.not_finite,
                                     s.test_loss_mean NULLS LAST,
                                     m.configuration_id)
           AS place,
         sum(m.lost) OVER (PARTITION BY m.sweep, m.problem, m.method)
           / sum(m.seeds) OVER (PARTITION BY m.sweep, m.problem, m.method) AS lost_in_grid
  FROM methods m
  LEFT JOIN summary s
    ON s.sweep = m.sweep AND s.configuration_id = m.configuration_id AND s.step = s.steps
       AND NOT s.confirmation)
SELECT sweep, problem, downsample, method, label, seeds, lost, test_loss, plus_minus, test_accuracy,
       lost_in_grid
FROM ranked
WHERE place = 1
ORDER BY sweep, downsample DESC, problem, lost + not_finite > 0, test_loss NULLS LAST, method
