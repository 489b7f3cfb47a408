-- Which share of the trials diverged, by learning rate and reltol.
--
-- On each problem by itself, over all seeds of the search and all else that it varied; trials that
-- ended or were stopped count. first_step and median_step are of those that diverged.
SELECT t.sweep, c.problem, t.optimizer, t.learning_rate, t.reltol, t.damping, count(*) AS trials,
       count_if(t.status = 'DIVERGED') AS diverged,
       count_if(t.status = 'DIVERGED') / count(*) AS share,
       min(t.diverged_step) AS first_step, median(t.diverged_step) AS median_step
FROM trials t
JOIN configurations c ON c.sweep = t.sweep AND c.configuration_id = t.configuration_id
WHERE t.status IN ('COMPLETED', 'DIVERGED', 'STOPPED') AND NOT t.confirmation
GROUP BY t.sweep, c.problem, t.optimizer, t.learning_rate, t.reltol, t.damping
ORDER BY t.sweep, c.problem, t.optimizer, t.reltol NULLS FIRST, t.damping NULLS FIRST,
         t.learning_rate
