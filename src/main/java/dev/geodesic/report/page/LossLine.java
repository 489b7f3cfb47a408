package dev.geodesic.report.page;

import org.jspecify.annotations.Nullable;

/**
 * How the losses of one configuration go down.
 *
 * @param id of the configuration
 * @param label of the same
 * @param optimizer its name
 * @param place among those of its optimizer, from 1
 * @param seeds trials
 * @param diverged of these
 * @param divergedStep median one of the divergences, null for none
 * @param holdout after steps, where measured
 * @param train of batches before their steps, averaged over windows of steps
 */
record LossLine(
    String id,
    String label,
    String optimizer,
    int place,
    int seeds,
    int diverged,
    @Nullable Double divergedStep,
    Curve holdout,
    Curve train) {}
