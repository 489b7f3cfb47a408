package dev.geodesic.data;

import org.jspecify.annotations.Nullable;

/**
 * A data set at one resolution, split. An executor keeps it, and all its packs share it.
 *
 * @param train samples that batches are drawn from
 * @param validation samples that configurations are chosen by, as wide as {@code train}; absent
 *     where the holdout is used for that
 * @param holdout samples that loss and accuracy are measured on; as wide as {@code train}
 * @param classes number of classes: labels are in [0, classes)
 * @param fingerprint of the whole data set that this was prepared from, {@link
 *     DataSet#fingerprint()}
 */
public record PreparedData(
    Samples train,
    @Nullable Samples validation,
    Samples holdout,
    int classes,
    String fingerprint) {}
