package dev.geodesic.trial;

import dev.geodesic.parameter.Assignment;
import dev.geodesic.parameter.Domains;
import dev.geodesic.parameter.Parameter;
import java.io.Serializable;
import java.util.List;

/**
 * The data that a trial trains on, and how it visits them.
 *
 * @param values of {@link #PARAMETERS}; those that are not given take their defaults
 */
public record DataSpec(Assignment values) implements Serializable {
  /** The value of {@link #DOWNSAMPLE} that leaves the samples as they are. */
  public static final int AS_IT_IS = 0;

  private static final String KINDS = "mnist, a directory of IDX files or a LIBSVM file";

  /** The name of a published data set, or where the data lie. */
  public static final Parameter<String> DATASET =
      Parameter.of("dataset", Domains.text(KINDS, text -> !text.isBlank()), KINDS);

  /** The samples that are kept from training, to measure loss and accuracy on. */
  public static final Parameter<Holdout> HOLDOUT =
      Parameter.of("holdout", Holdout.DOMAIN, "test, or the fraction kept from training")
          .or(new Holdout.TestSet());

  /** The samples that choose between configurations. */
  public static final Parameter<Double> VALIDATION =
      Parameter.of(
              "validation",
              Domains.fraction(),
              "fraction kept from training to choose configurations by; without, the holdout chooses")
          .or(0.0, "none")
          .addedLater();

  /** Side of the square images in pixels. */
  public static final Parameter<Integer> DOWNSAMPLE =
      Parameter.of("downsample", Domains.whole(1), "side of the images in pixels")
          .or(AS_IT_IS, "as it is");

  /** Number of samples in the batch of a step. */
  public static final Parameter<Integer> BATCH_SIZE =
      Parameter.of("batch-size", Domains.whole(1), "samples a step");

  /** The order in which batches visit the training set. */
  public static final Parameter<BatchOrder> ORDER =
      Parameter.of("order", Domains.choice(BatchOrder.class), "how batches visit the training set")
          .or(BatchOrder.SHUFFLED);

  /** All parameters of the data. */
  public static final List<Parameter<?>> PARAMETERS =
      List.of(DATASET, HOLDOUT, VALIDATION, DOWNSAMPLE, BATCH_SIZE, ORDER);

  public DataSpec {
    values = values.complete(PARAMETERS);
  }

  /** Returns this specification with another value of one parameter. */
  public <T> DataSpec with(Parameter<T> parameter, T value) {
    return new DataSpec(values.with(parameter, value));
  }

  /** {@code mnist}, or where a directory of IDX files or a LIBSVM file lies. */
  public String dataset() {
    return values.get(DATASET);
  }

  /** The samples that are kept from training, to measure loss and accuracy on. */
  public Holdout holdout() {
    return values.get(HOLDOUT);
  }

  /**
   * The fraction of the training samples, less those of the holdout, that choose between
   * configurations; 0 where the holdout does.
   */
  public double validation() {
    return values.get(VALIDATION);
  }

  /** Side of the square image in pixels, or {@link #AS_IT_IS}. */
  public int downsample() {
    return values.get(DOWNSAMPLE);
  }

  /** Number of samples in the batch of a step. */
  public int batchSize() {
    return values.get(BATCH_SIZE);
  }

  /** The order in which batches visit the training set. */
  public BatchOrder order() {
    return values.get(ORDER);
  }

  /** Returns the part that decides the content of the prepared data set; batches do not. */
  public Prepared prepared() {
    return new Prepared(dataset(), holdout(), validation(), downsample());
  }

  /** A data set at one resolution and with one split, which an executor prepares once. */
  public record Prepared(String dataset, Holdout holdout, double validation, int downsample)
      implements Serializable {}
}
