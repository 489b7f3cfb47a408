-- Which share of the trials diverged, by learning rate and reltol.
--
-- Trials that ended count, over all seeds and all else that the sweep varied; first_step and
-- median_step are of those that diverged.
SELECT sweep, optimizer, learning_rate, reltol, damping, count(*) AS trials,
       count_if(status = 'DIVERGED') AS diverged,
       count_if(status = 'DIVERGED') / count(*) AS share,
       min(diverged_step) AS first_step, median(diverged_step) AS median_step
FROM trials
WHERE status IN ('COMPLETED', 'DIVERGED')
GROUP BY sweep, optimizer, learning_rate, reltol, damping
ORDER BY sweep, optimizer, reltol NULLS FIRST, damping NULLS FIRST, learning_rate
