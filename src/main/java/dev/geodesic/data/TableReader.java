package dev.geodesic.data;

import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.RequestException;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads samples from tables into dense features, which are not scaled. The rows are read twice,
 * first to measure them, so that nothing unusable is taken into memory, and no more memory than
 * needed.
 */
public final class TableReader implements FoundData {
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  /** Rows of fewer features than an 8 x 8 image are none, although their number be a square. */
  private static final int FEWEST_PIXELS = 64;

  private final TableChoice choice;
  private final Table train;
  private final int trainRows;
  private final @Nullable Table test;
  private final int testRows;
  private final ClassNames classes;

  private TableReader(
      TableChoice choice,
      Table train,
      int trainRows,
      @Nullable Table test,
      int testRows,
      ClassNames classes) {
    this.choice = choice;
    this.train = train;
    this.trainRows = trainRows;
    this.test = test;
    this.testRows = testRows;
    this.classes = classes;
  }

  /**
   * Measures the samples of a table.
   *
   * @param source names the columns
   * @param train the training samples
   * @param test the test samples, whose columns have the same names in any order
   * @throws RequestException if a column that is asked for is not there, values are missing or no
   *     numbers, or there are too many samples to be held densely, or of one class
   */
  public static FoundData of(DataSpec.Source source, Table train, Optional<Table> test) {
    TableChoice choice = TableChoice.of(source, train);
    TableMeasure measure = measure(choice, train);
    TableMeasure measuredTest = test.map(table -> measure(choice.in(table), table)).orElse(null);
    if (measure.classes().size() < 2) {
      throw unusable(
          train,
          "it must hold labels of at least 2 classes, got: only "
              + Excerpt.oneLine(measure.classes().iterator().next()));
    }
    TreeSet<String> spellings = new TreeSet<>(measure.classes());
    if (measuredTest != null) {
      spellings.addAll(measuredTest.classes());
    }
    return new TableReader(
        choice,
        train,
        (int) measure.rows(),
        test.orElse(null),
        measuredTest == null ? 0 : (int) measuredTest.rows(),
        ClassNames.of(spellings));
  }

  private static TableMeasure measure(TableChoice choice, Table table) {
    TableMeasure measure = new TableMeasure(choice.width());
    table.read(choice.label(), choice.features(), measure);
    new TableCheck(table, choice, measure).require();
    double values = (double) measure.rows() * choice.width();
    if (values > LARGEST_ARRAY) {
      throw unusable(
          table,
          "samples x features must be <= %d, got: %d x %d, which take %s"
              .formatted(
                  LARGEST_ARRAY,
                  measure.rows(),
                  choice.width(),
                  HeapNeed.gigabytes(values * Float.BYTES)));
    }
    return measure;
  }

  static RequestException unusable(Table table, String reason) {
    return new RequestException(
        "Cannot read %s as %s: %s; correct the file, or dataset"
            .formatted(table.location(), table.format().words(), reason));
  }

  @Override
  public DataSize size() {
    long samples = (long) trainRows + testRows;
    int width = choice.width();
    return new DataSize(samples, width, Float.BYTES, (double) samples * width * Float.BYTES);
  }

  @Override
  public DataSet read() {
    Narrowing narrowing = new Narrowing();
    Features training = read(train, choice, trainRows, narrowing);
    DataSet data =
        test == null
            ? DataSet.of(training)
            : DataSet.of(training, read(test, choice.in(test), testRows, narrowing));
    data = data.withNames(classes.names(), choice.names());
    for (String note : choice.notes()) {
      data = data.withNote(note);
    }
    for (String note : new FeatureNotes(training, choice.names()).all()) {
      data = data.withNote(note);
    }
    return narrowing.note().map(data::withNote).orElse(data);
  }

  private Features read(Table table, TableChoice columns, int rows, Narrowing narrowing) {
    Filling filling = new Filling(table, rows, columns.width(), narrowing);
    table.read(columns.label(), columns.features(), filling);
    if (filling.row + 1 != rows || Arrays.stream(filling.labels).anyMatch(label -> label < 0)) {
      throw changed(table);
    }
    int width = columns.width();
    ImageShape image = width < FEWEST_PIXELS ? null : ImageShape.squareOf(width).orElse(null);
    return new Features(filling.values, filling.labels, width, image);
  }

  private static RequestException changed(Table table) {
    return unusable(table, "it changed while it was read");
  }

  /** Takes the rows, whose number and classes are known. */
  private final class Filling implements Table.Sink {
    private final Table table;
    private final float[] values;
    private final int[] labels;
    private final int width;
    private final Narrowing narrowing;
    private int row = -1;

    private Filling(Table table, int rows, int width, Narrowing narrowing) {
      this.table = table;
      this.values = new float[rows * width];
      this.labels = IntStream.range(0, rows).map(i -> -1).toArray();
      this.width = width;
      this.narrowing = narrowing;
    }

    @Override
    public void row(long line) {
      if (++row == labels.length) {
        throw changed(table);
      }
    }

    @Override
    public void label(@Nullable String name) {
      labels[row] = name == null ? -1 : classes.of(name);
    }

    @Override
    public void value(int feature, double value) {
      values[row * width + feature] = narrowing.narrow(value);
    }

    @Override
    public void missing(int feature) {
      throw changed(table);
    }

    @Override
    public void text(int feature, String text) {
      throw changed(table);
    }
  }
}
