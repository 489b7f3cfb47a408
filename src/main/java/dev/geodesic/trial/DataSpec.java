package dev.geodesic.trial;

import dev.geodesic.parameter.Assignment;
import dev.geodesic.parameter.Domains;
import dev.geodesic.parameter.Parameter;
import java.io.Serializable;
import java.util.List;

/** What a trial trains on. */
public record DataSpec(Assignment values) implements Serializable {
  /** The value of {@link #DOWNSAMPLE} that leaves the samples as they are. */
  public static final int AS_IT_IS = 0;

  private static final String KINDS = "mnist, a directory of IDX files or a LIBSVM file";

  /** The name of a published data set, or where the data lie. */
  public static final Parameter<String> DATASET =
      Parameter.of("dataset", Domains.text(KINDS, text -> !text.isBlank()), KINDS);

  /** What is kept from training. */
  public static final Parameter<Holdout> HOLDOUT =
      Parameter.of("holdout", Holdout.DOMAIN, "test, or the fraction kept from training")
          .or(new Holdout.TestSet());

  /** Pixels. */
  public static final Parameter<Integer> DOWNSAMPLE =
      Parameter.of("downsample", Domains.whole(1), "side of the images in pixels")
          .or(AS_IT_IS, "as it is");

  /** Samples a step. */
  public static final Parameter<Integer> BATCH_SIZE =
      Parameter.of("batch-size", Domains.whole(1), "samples a step");

  /** In which batches visit the training set. */
  public static final Parameter<BatchOrder> ORDER =
      Parameter.of("order", Domains.choice(BatchOrder.class), "how batches visit the training set")
          .or(BatchOrder.SHUFFLED);

  /** All of them. */
  public static final List<Parameter<?>> PARAMETERS =
      List.of(DATASET, HOLDOUT, DOWNSAMPLE, BATCH_SIZE, ORDER);

  public DataSpec {
    values = values.complete(PARAMETERS);
  }

  /** The same but for one value. */
  public <T> DataSpec with(Parameter<T> parameter, T value) {
    return new DataSpec(values.with(parameter, value));
  }

  /** {@code mnist}, or where a directory of IDX files or a LIBSVM file lies. */
  public String dataset() {
    return values.get(DATASET);
  }

  /** What is kept from training. */
  public Holdout holdout() {
    return values.get(HOLDOUT);
  }

  /** Side of the square image in pixels, or {@link #AS_IT_IS}. */
  public int downsample() {
    return values.get(DOWNSAMPLE);
  }

  /** Samples a step. */
  public int batchSize() {
    return values.get(BATCH_SIZE);
  }

  /** In which batches visit the training set. */
  public BatchOrder order() {
    return values.get(ORDER);
  }

  /** The part that decides what the prepared data set holds, whatever the batches. */
  public Prepared prepared() {
    return new Prepared(dataset(), holdout(), downsample());
  }

  /** A data set at one resolution, split: what one executor prepares once. */
  public record Prepared(String dataset, Holdout holdout, int downsample) implements Serializable {}
}
