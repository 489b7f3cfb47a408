package dev.geodesic.data;

import dev.geodesic.data.IdxName.Kind;
import dev.geodesic.trial.RequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a directory of IDX files that are named like MNIST's: {@code train-images-idx3-ubyte} and
 * {@code train-labels-idx1-ubyte}, and for a test set the same with {@code t10k-} or {@code test-}.
 * Each may be compressed, whatever its name ends with, and may have a dot before {@code idx} and
 * the name of a data set at the start.
 */
final class IdxData implements FoundData {
  private static final List<String> TEST_PARTS = List.of("t10k", "test");

  private final DataPlace place;
  private final IdxSearch search;
  private final IdxPart train;
  private final Optional<IdxPart> test;

  private IdxData(DataPlace place, IdxSearch search, IdxPart train, Optional<IdxPart> test) {
    this.place = place;
    this.search = search;
    this.train = train;
    this.test = test;
  }

  /**
   * Finds the data set that {@code place} names: a directory, or one of several in a directory.
   *
   * @throws RequestException if a file is missing or of another kind, or files do not fit together
   */
  static FoundData find(DataRequest request) {
    DataPlace place = request.place();
    IdxSearch search = IdxSearch.named(place).orElseGet(() -> IdxSearch.in(place));
    IdxPart train = part(search, IdxName.TRAIN);
    Optional<IdxPart> test = request.test().map(IdxData::testSet).or(() -> test(search));
    test.ifPresent(own -> own.requireShapeOf(train));
    return new IdxData(place, search, train, test);
  }

  /** Returns the test set that a place names: its test files, or where it has none its others. */
  private static IdxPart testSet(DataPlace place) {
    IdxSearch search = IdxSearch.ofTest(place);
    return test(search).orElseGet(() -> part(search, IdxName.TRAIN));
  }

  private static IdxPart part(IdxSearch search, String part) {
    return IdxPart.of(
        search.directory().file(new IdxName(search.set(), part, Kind.IMAGES)),
        search.directory().file(new IdxName(search.set(), part, Kind.LABELS)));
  }

  private static Optional<IdxPart> test(IdxSearch search) {
    List<IdxPart> found = new ArrayList<>();
    for (String part : TEST_PARTS) {
      if (search.directory().hasPart(search.set(), part)) {
        found.add(part(search, part));
      }
    }
    if (found.size() > 1) {
      found.get(0).requireSame(found.get(1));
    }
    return found.stream().findFirst();
  }

  @Override
  public DataSize size() {
    long samples = train.images().count() + (long) test.map(own -> own.images().count()).orElse(0);
    int width = train.images().width();
    int bytes = train.images().header().type() == IdxType.UNSIGNED_BYTE ? 1 : Float.BYTES;
    return new DataSize(samples, width, bytes, (double) samples * width * bytes)
        .withChannels(train.shape().channels());
  }

  @Override
  public DataSet read() {
    Narrowing narrowing = new Narrowing();
    RawSamples training = train.read(narrowing);
    requireClasses(training);
    DataSet data =
        test.isEmpty() ? DataSet.of(training) : DataSet.of(training, test.get().read(narrowing));
    for (String note : notes(narrowing)) {
      data = data.withNote(note);
    }
    return data;
  }

  private List<String> notes(Narrowing narrowing) {
    List<String> notes = new ArrayList<>();
    String read = search.directory().location();
    if (!read.equals(place.location()) && search.set().isEmpty()) {
      notes.add("read from " + read);
    }
    if (test.isEmpty()) {
      search
          .strayTestSet()
          .ifPresent(
              stray ->
                  notes.add(
                      "the test set in %s is not read: it must lie beside the training set"
                          .formatted(stray)));
    }
    narrowing.note().ifPresent(notes::add);
    return notes;
  }

  private void requireClasses(RawSamples training) {
    int[] labels = training.labels();
    for (int label : labels) {
      if (label != labels[0]) {
        return;
      }
    }
    throw train
        .labels()
        .unusable("it must hold labels of at least 2 classes, got: only " + labels[0]);
  }
}
