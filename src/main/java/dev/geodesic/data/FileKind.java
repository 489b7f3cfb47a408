package dev.geodesic.data;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Recognises by its first bytes a file that is neither IDX nor text in LIBSVM's format. */
final class FileKind {
  private static final List<Signature> BINARY =
      List.of(
          new Signature("\u0093NUMPY", "a NumPy array", "save it as LIBSVM or IDX"),
          new Signature("\u0089HDF\r\n", "an HDF5 file", "save its arrays as LIBSVM or IDX"),
          new Signature("\u0089PNG", "a PNG image", "save all images in one IDX file"),
          new Signature("\u00ff\u00d8\u00ff", "a JPEG image", "save all images in one IDX file"),
          new Signature("PAR1", "a Parquet file", "set format = parquet"),
          new Signature("ORC", "an ORC file", "save it as LIBSVM"),
          new Signature("Obj\u0001", "an Avro file", "save it as LIBSVM"),
          new Signature("7z\u00bc\u00af'\u001c", "a 7-Zip archive", "expand it first"),
          new Signature("Rar!", "a RAR archive", "expand it first"),
          new Signature("%PDF", "a PDF document", "get the data that it is about"),
          new Signature("\u00ff\u00fe", "text in UTF-16", "save it as UTF-8"),
          new Signature("\u00fe\u00ff", "text in UTF-16", "save it as UTF-8"));

  private static final List<Signature> TEXT =
      List.of(
          new Signature(
              "version https://git-lfs",
              "a pointer of Git LFS and not the file itself",
              "git lfs pull brings it"),
          new Signature("<!doctype html", "a web page", "fetch the file again"),
          new Signature("<html", "a web page", "fetch the file again"),
          new Signature("<?xml", "XML, such as a server's error", "fetch the file again"),
          new Signature("<", "a web page or XML", "fetch the file again"),
          new Signature("{", "JSON", "fetch the file again, or save its data as LIBSVM"),
          new Signature("[", "JSON", "fetch the file again, or save its data as LIBSVM"),
          new Signature("@relation", "an ARFF file", "save it as LIBSVM"),
          new Signature("%%matrixmarket", "a Matrix Market file", "save it as LIBSVM"));

  private static final int TAR_MAGIC = 257;

  private FileKind() {}

  /**
   * A kind of file.
   *
   * @param start the first bytes, one as each character
   * @param words names the kind with its article, for messages
   * @param remedy what to do about it
   */
  private record Signature(String start, String words, String remedy) {
    Answer answer() {
      return new Answer(words, remedy);
    }
  }

  /**
   * The kind of a file, and what to do about it.
   *
   * @param words follow "it is" in messages
   * @param remedy an instruction without a full stop
   */
  record Answer(String words, String remedy) {
    @Override
    public String toString() {
      return "it is " + words + "; " + remedy;
    }
  }

  /** Returns the kind of a file that starts with {@code head}; empty if it may be text or IDX. */
  static Optional<Answer> of(byte[] head) {
    String bytes = new String(head, StandardCharsets.ISO_8859_1);
    if (head.length == 0) {
      return Optional.of(new Answer("an empty file", "fetch or copy the file again"));
    }
    if (bytes.startsWith("ustar", TAR_MAGIC)) {
      return Optional.of(new Answer("a tar archive", "expand it first"));
    }
    Optional<Packing> packed = Packing.of(head);
    if (packed.isPresent()) {
      return Optional.of(
          new Answer("compressed with " + packed.get().words() + " again", "expand it first"));
    }
    String text = bytes.replaceFirst("^\u00ef\u00bb\u00bf", "").stripLeading();
    return match(BINARY, bytes).or(() -> match(TEXT, text.toLowerCase(Locale.ROOT)));
  }

  /**
   * Whether a file that starts with {@code head} is not text, which has no NUL and few control
   * characters.
   */
  static boolean isBinary(byte[] head) {
    int controls = 0;
    for (byte value : head) {
      if (value == 0) {
        return true;
      }
      controls += value > 0 && value < ' ' && "\t\n\f\r\u000b".indexOf(value) < 0 ? 1 : 0;
    }
    return controls > 2 + head.length / 20;
  }

  private static Optional<Answer> match(List<Signature> signatures, String start) {
    return signatures.stream()
        .filter(signature -> start.startsWith(signature.start()))
        .findFirst()
        .map(Signature::answer);
  }
}
