package dev.geodesic.data;

/**
 * One data set at one resolution, split: what an executor keeps and every pack on it shares.
 *
 * @param train what batches are drawn from
 * @param holdout what loss and accuracy are measured on; as wide as {@code train}
 * @param classes number of classes: labels are in [0, classes)
 * @param fingerprint of the whole data set that this was prepared from, {@link
 *     DataSet#fingerprint()}
 */
public record PreparedData(Samples train, Samples holdout, int classes, String fingerprint) {}
