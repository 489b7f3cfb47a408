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

  private static final String KINDS =
      "mnist, fashion-mnist, a directory of IDX files, a LIBSVM file, a CSV or TSV file or a Parquet"
          + " file";

  /** The name of a published data set, or where the data lie. */
  public static final Parameter<String> DATASET =
      Parameter.of("dataset", Domains.text(KINDS, text -> !text.isBlank()), KINDS);

  /** The format of the files. */
  public static final Parameter<DataFormat> FORMAT =
      Parameter.of(
              "format", Domains.choice(DataFormat.class), "format; auto, by the names of the files")
          .or(DataFormat.AUTO)
          .addedLater();

  /** The column of a table that holds the classes. */
  public static final Parameter<String> LABEL =
      Parameter.of(
              "label",
              Domains.text("the name of a column", text -> !text.isBlank()),
              "column of a table that holds the classes")
          .or("label")
          .addedLater();

  /** The columns of a table that hold the features; an empty list is all but the label. */
  public static final Parameter<List<String>> FEATURES =
      Parameter.of("features", new ColumnNames(), "columns of a table that hold the features")
          .or(List.of(), "all others")
          .addedLater();

  /** Where the test set lies, if not in the data set itself; empty if that is so. */
  public static final Parameter<String> TEST =
      Parameter.of(
              "test",
              Domains.text("where a test set lies", text -> !text.isBlank()),
              "where the test set lies, in the format of the data set")
          .or("", "in the data set")
          .addedLater();

  /** How features are scaled. */
  public static final Parameter<Scale> SCALE =
      Parameter.of(
              "scale",
              Domains.choice(Scale.class),
              "how features are scaled, as learned on the training samples")
          .or(Scale.NONE)
          .addedLater();

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
      List.of(
          DATASET,
          FORMAT,
          LABEL,
          FEATURES,
          TEST,
          SCALE,
          HOLDOUT,
          VALIDATION,
          DOWNSAMPLE,
          BATCH_SIZE,
          ORDER);

  /**
   * Those that say where the data lie and how they are read. They are no part of a trial's
   * identity: the content of the data decides, which has a fingerprint.
   */
  public static final List<Parameter<?>> SOURCE = List.of(DATASET, FORMAT, LABEL, FEATURES, TEST);

  public DataSpec {
    values = values.complete(PARAMETERS);
  }

  /** Returns this specification with another value of one parameter. */
  public <T> DataSpec with(Parameter<T> parameter, T value) {
    return new DataSpec(values.with(parameter, value));
  }

  /** {@code mnist}, or where the files lie. */
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

  /** How features are scaled. */
  public Scale scale() {
    return values.get(SCALE);
  }

  /** Where the data lie, and how they are read. */
  public Source source() {
    return new Source(
        dataset(), values.get(FORMAT), values.get(LABEL), values.get(FEATURES), values.get(TEST));
  }

  /**
   * Where data lie, and how they are read.
   *
   * @param dataset a published name, or a path or URI
   * @param format of the files
   * @param label column of a table that holds the classes
   * @param features columns of a table that hold the features; none for all but the label
   * @param test path or URI of the test set; empty for the one in the data set, if any
   */
  public record Source(
      String dataset, DataFormat format, String label, List<String> features, String test) {
    /** Returns the source of this name or path, whose files tell the rest. */
    public static Source of(String dataset) {
      return new Source(dataset, DataFormat.AUTO, LABEL.fallback().orElseThrow(), List.of(), "");
    }
  }

  /** Returns the part that decides the content of the prepared data set; batches do not. */
  public Prepared prepared() {
    return new Prepared(dataset(), holdout(), validation(), downsample(), scale());
  }

  /** A data set at one resolution, with one split and scaled, which an executor prepares once. */
  public record Prepared(
      String dataset, Holdout holdout, double validation, int downsample, Scale scale)
      implements Serializable {
    /** Returns the same resolution and split, with features as they are read. */
    public Prepared unscaled() {
      return new Prepared(dataset, holdout, validation, downsample, Scale.NONE);
    }
  }
}
