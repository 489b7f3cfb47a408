-- What two sweeps have in common: holdout losses side by side, the largest differences first.
--
-- Trials that were asked for alike, seed included, are paired. difference is the mean of other_loss
-- minus one_loss over pairs that completed in both, largest the largest of any pair, equal how many
-- pairs agree to the last bit.
-- :one = ''  name of a sweep; the first by name where it is empty
-- :other = ''  name of another; the last by name where it is empty
WITH sweeps AS (
  SELECT coalesce(nullif(:one, ''), min(sweep)) AS one,
         coalesce(nullif(:other, ''), max(sweep)) AS other
  FROM configurations),
asked AS (
  SELECT c.parameters, c.label, c.downsample, c.hidden, c.batch_size, s.one, s.other, t.seed,
         t.sweep, t.status, CASE WHEN t.status = 'COMPLETED' THEN t.test_loss END AS loss
  FROM sweeps s
  JOIN configurations c ON c.sweep IN (s.one, s.other)
  JOIN trials t ON t.sweep = c.sweep AND t.configuration_id = c.configuration_id),
pairs AS (
  SELECT parameters, label, downsample, hidden, batch_size, one, other, seed,
         max(CASE WHEN sweep = one THEN loss END) AS one_loss,
         max(CASE WHEN sweep = other THEN loss END) AS other_loss,
         max(CASE WHEN sweep = one THEN status END) AS one_status,
         max(CASE WHEN sweep = other THEN status END) AS other_status
  FROM asked
  GROUP BY parameters, label, downsample, hidden, batch_size, one, other, seed)
SELECT one, other, downsample, hidden, batch_size, label, count(*) AS pairs,
       count_if(one_status <> 'COMPLETED') AS one_lost,
       count_if(other_status <> 'COMPLETED') AS other_lost, avg(one_loss) AS one_loss,
       avg(other_loss) AS other_loss, avg(other_loss - one_loss) AS difference,
       max(abs(other_loss - one_loss)) AS largest, count_if(other_loss = one_loss) AS equal
FROM pairs
WHERE one_status IS NOT NULL AND other_status IS NOT NULL
GROUP BY one, other, parameters, downsample, hidden, batch_size, label
ORDER BY largest DESC NULLS LAST, abs(one_lost - other_lost) DESC, label, parameters
