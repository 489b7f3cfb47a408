-- Trials without a result, by cause: the most frequent first.
SELECT sweep, status, trouble, cause, count(*) AS trials,
       count(DISTINCT configuration_id) AS configurations, count(DISTINCT host) AS hosts,
       max(attempt) AS attempts, min(trial_id) AS for_example
FROM trials
WHERE status IN ('FAILED', 'NOT_RUN')
GROUP BY sweep, status, trouble, cause
ORDER BY sweep, trials DESC, trouble, cause
