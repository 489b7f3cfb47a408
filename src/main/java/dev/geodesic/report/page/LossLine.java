package dev.geodesic.report.page;

import org.jspecify.annotations.Nullable;

/**
 * The loss curves of one configuration.
 *
 * @param id the id of the configuration
 * @param label the label of the configuration
 * @param optimizer the name of the optimizer
 * @param place its rank among the configurations of its optimizer, from 1
 * @param seeds the number of trials
 * @param diverged the number of trials that diverged
 * @param divergedStep the median step of the divergences; null if no trial diverged
 * @param measured the loss that chooses, after the steps at which it was measured
 * @param train the loss of batches before their steps, averaged over windows of steps
 */
record LossLine(
    String id,
    String label,
    String optimizer,
    int place,
    int seeds,
    int diverged,
    @Nullable Double divergedStep,
    Curve measured,
    Curve train) {}
