package dev.geodesic.data;

import dev.geodesic.trial.ContentHash;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.Holdout;
import dev.geodesic.trial.RequestException;
import dev.geodesic.trial.Scale;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A data set as it was read, in compact form of one byte a pixel. The driver checks requests
 * against it and broadcasts it once; executors {@link #prepare} the resolutions and splits that
 * they need.
 */
public final class DataSet implements Serializable {
  private static final long serialVersionUID = 1L;

  private final RawSamples train;
  private final @Nullable RawSamples test;
  private final int classes;
  private final String fingerprint;
  private final List<String> classNames;
  private final List<String> featureNames;
  private final List<String> notes;

  private DataSet(
      RawSamples train,
      @Nullable RawSamples test,
      int classes,
      String fingerprint,
      List<String> classNames,
      List<String> featureNames,
      List<String> notes) {
    this.train = train;
    this.test = test;
    this.classes = classes;
    this.fingerprint = fingerprint;
    this.classNames = classNames;
    this.featureNames = featureNames;
    this.notes = notes;
  }

  private static DataSet read(RawSamples train, @Nullable RawSamples test) {
    if (Arrays.stream(train.labels()).distinct().limit(2).count() < 2) {
      throw new IllegalArgumentException("a training set must hold at least 2 classes");
    }
    int classes = 1 + Math.max(largestLabel(train), test == null ? 0 : largestLabel(test));
    return new DataSet(
        train, test, classes, computeFingerprint(train, test), List.of(), List.of(), List.of());
  }

  /**
   * Creates a data set without a test set of its own.
   *
   * @throws IllegalArgumentException if all labels are the same
   */
  public static DataSet of(RawSamples train) {
    return read(train, null);
  }

  /**
   * Creates a data set with its own test set.
   *
   * @throws IllegalArgumentException if the shapes of samples differ, or all training labels are
   *     the same
   */
  public static DataSet of(RawSamples train, RawSamples test) {
    if (train.width() != test.width() || !train.shape().equals(test.shape())) {
      throw new IllegalArgumentException(
          "test samples must have the shape of training samples, %s, got: %s"
              .formatted(train.shape(), test.shape()));
    }
    return read(train, test);
  }

  /**
   * Returns this data set with the names that its files have for classes and features.
   *
   * @param ofClasses in the order of the classes; those that only the test set has are among them
   * @param ofFeatures in their order; none where the files name none
   */
  DataSet withNames(List<String> ofClasses, List<String> ofFeatures) {
    return new DataSet(
        train, test, classes, fingerprint, List.copyOf(ofClasses), List.copyOf(ofFeatures), notes);
  }

  /** Returns this data set with one more note for the user. */
  DataSet withNote(String note) {
    List<String> all = Stream.concat(notes.stream(), Stream.of(note)).toList();
    return new DataSet(train, test, classes, fingerprint, classNames, featureNames, all);
  }

  private static int largestLabel(RawSamples samples) {
    return Arrays.stream(samples.labels()).max().orElse(0);
  }

  /** Returns the training samples as they were read, before any holdout is taken from them. */
  public RawSamples train() {
    return train;
  }

  /** Returns the number of training samples, before any holdout is taken from them. */
  public int trainCount() {
    return train.count();
  }

  /** Returns the number of samples in the data set's own test set; 0 where there is none. */
  public int testCount() {
    return test == null ? 0 : test.count();
  }

  /** Returns the number of features of a sample, before downsampling. */
  public int width() {
    return train.width();
  }

  /**
   * Returns the number of features of a sample after downsampling.
   *
   * @param side of the images in pixels, or {@link DataSpec#AS_IT_IS}
   */
  public int width(int side) {
    return side == DataSpec.AS_IT_IS
        ? width()
        : shape().map(image -> image.downsampled(side).values()).orElseGet(this::width);
  }

  /** Whether {@link #width(int)} is of other images than those that were read. */
  public boolean isMadeSmaller(int side) {
    return side != DataSpec.AS_IT_IS
        && shape().filter(image -> !image.equals(image.downsampled(side))).isPresent();
  }

  /** Returns the shape of the image that a sample is, if it is one. */
  public Optional<ImageShape> shape() {
    return train.shape();
  }

  /** Returns the number of classes: the largest label plus one. */
  public int classes() {
    return classes;
  }

  /** Returns the names of the classes, in their order: those of the file, else 0, 1 and so on. */
  public List<String> classNames() {
    return classNames.isEmpty()
        ? IntStream.range(0, classes).mapToObj(String::valueOf).toList()
        : classNames;
  }

  /** Whether the files name the classes otherwise than 0, 1 and so on. */
  public boolean namesClasses() {
    return IntStream.range(0, classNames.size())
        .anyMatch(i -> !classNames.get(i).equals(String.valueOf(i)));
  }

  /** Returns the names of the features as they were read; none where the files name none. */
  public List<String> featureNames() {
    return featureNames;
  }

  /** Returns notes on properties that users may not expect, none of which is an error. */
  public List<String> notes() {
    return notes(Scale.NONE);
  }

  private List<String> notes(Scale scale) {
    List<String> all = notesOnAll(scale);
    ClassNotes classNotes = new ClassNotes(classes, classNames);
    if (test == null) {
      classNotes.ofAll(train.labels()).ifPresent(all::add);
    } else {
      all.addAll(classNotes.ofParts(train.labels(), test.labels()));
    }
    return all;
  }

  private List<String> notesOnAll(Scale scale) {
    List<String> all = new ArrayList<>(notes);
    if (scale == Scale.NONE) {
      // It is on the size of features, which scaling settles.
      train.note().ifPresent(all::add);
    }
    new ClassNotes(classes, classNames).ofNames(train.labels()).ifPresent(all::add);
    return all;
  }

  /** Returns such notes on this data set as it is split for training. */
  public List<String> notes(DataSpec.Prepared spec) {
    Split split = Split.of(spec, trainCount());
    if (split.train().length == trainCount()) {
      return notes(spec.scale());
    }
    List<String> all = notesOnAll(spec.scale());
    all.addAll(
        new ClassNotes(classes, classNames)
            .ofParts(
                train.labels(split.train()),
                split.holdout().length == 0
                    ? Objects.requireNonNull(test, "checked before").labels()
                    : train.labels(split.holdout())));
    return all;
  }

  /**
   * Returns the SHA-256 of shape, features and labels of training and test set, in hexadecimal; it
   * does not depend on where the files lay, how they were named or whether they were compressed.
   */
  public String fingerprint() {
    return fingerprint;
  }

  private static String computeFingerprint(RawSamples train, @Nullable RawSamples test) {
    MessageDigest digest = ContentHash.digest();
    digest(train, digest);
    if (test != null) {
      digest(test, digest);
    }
    return ContentHash.hex(digest.digest());
  }

  private static void digest(RawSamples samples, MessageDigest digest) {
    samples.digest(digest);
    ByteBuffer labels = ByteBuffer.allocate(samples.count() * Integer.BYTES);
    labels.asIntBuffer().put(samples.labels());
    digest.update(labels);
  }

  /**
   * Refuses settings that do not fit this data set, before training starts.
   *
   * @throws RequestException if {@code downsample}, {@code holdout} or {@code batch-size} does not
   *     fit
   */
  public void check(DataSpec spec) {
    check(spec.prepared());
    int training = Split.of(spec.prepared(), trainCount()).train().length;
    if (spec.batchSize() > training) {
      throw new RequestException(
          "batch-size must be <= %d, the training samples of %s with holdout = %s%s, got: %d"
              .formatted(
                  training,
                  spec.dataset(),
                  spec.holdout().confName(),
                  spec.validation() == 0 ? "" : " and validation = " + spec.validation(),
                  spec.batchSize()));
    }
  }

  private void check(DataSpec.Prepared spec) {
    if (spec.holdout() instanceof Holdout.TestSet && test == null) {
      throw new RequestException(
          "Cannot hold out a test set: %s has none; set holdout = 0.1 to keep a tenth of its samples, or test = \"PATH\""
              .formatted(spec.dataset()));
    }
    if (spec.scale() == Scale.STANDARD && train.density() < 1) {
      throw new RequestException(
          "scale must be none or unit for %s, which is held sparse, got: standard, by which no value would be 0"
              .formatted(spec.dataset()));
    }
    if (spec.downsample() == DataSpec.AS_IT_IS) {
      return;
    }
    ImageShape image = shape().orElseThrow(() -> notAnImage(spec));
    if (spec.downsample() > image.largestSide()) {
      throw new RequestException(
          "downsample must be <= %d, as the images of %s are %s, got: %d"
              .formatted(image.largestSide(), spec.dataset(), image, spec.downsample()));
    }
  }

  private RequestException notAnImage(DataSpec.Prepared spec) {
    return new RequestException(
        "Cannot downsample %s to %d: its samples are no square images, got: %d features; leave out downsample"
            .formatted(spec.dataset(), spec.downsample(), width()));
  }

  /**
   * Splits, downsamples and scales this data set.
   *
   * @throws RequestException as {@link #check(DataSpec)} does, but for the batch size
   */
  public PreparedData prepare(DataSpec.Prepared spec) {
    Split split = split(spec);
    UnaryOperator<Part> scaled = scaled(spec);
    return new PreparedData(
        scaled.apply(part(spec, split.train())).all(),
        split.validation().length == 0 ? null : scaled.apply(part(spec, split.validation())).all(),
        scaled.apply(unscaledHoldout(spec)).all(),
        classes,
        fingerprint);
  }

  /**
   * Returns how features are scaled after pixels are in [0, 1] and images are downsampled.
   *
   * @throws RequestException as {@link #prepare} does
   */
  public Scaling scaling(DataSpec.Prepared spec) {
    return Scaling.of(spec.scale(), part(spec, split(spec).train()));
  }

  private UnaryOperator<Part> scaled(DataSpec.Prepared spec) {
    if (spec.scale() == Scale.NONE) {
      return part -> part;
    }
    Scaling scaling = scaling(spec);
    return part -> part.scaled(scaling);
  }

  /**
   * Returns the training samples, which are prepared a range at a time.
   *
   * @throws RequestException as {@link #prepare} does
   */
  public Part training(DataSpec.Prepared spec) {
    return scaled(spec).apply(part(spec, split(spec).train()));
  }

  /**
   * Returns the holdout samples, which are prepared a range at a time.
   *
   * @throws RequestException as {@link #prepare} does
   */
  public Part holdout(DataSpec.Prepared spec) {
    return scaled(spec).apply(unscaledHoldout(spec));
  }

  private Part unscaledHoldout(DataSpec.Prepared spec) {
    int[] held = split(spec).holdout();
    if (held.length > 0) {
      return part(spec, held);
    }
    RawSamples own = Objects.requireNonNull(test, "checked by split");
    return new Part(
        Resolution.of(own, spec.downsample()), IntStream.range(0, own.count()).toArray());
  }

  private Split split(DataSpec.Prepared spec) {
    check(spec);
    return Split.of(spec, trainCount());
  }

  /** Returns some of the samples of the training set. */
  private Part part(DataSpec.Prepared spec, int[] samples) {
    return new Part(Resolution.of(train, spec.downsample()), samples);
  }
}
