package dev.geodesic.conf;

import com.typesafe.config.ConfigUtil;
import dev.geodesic.conf.Token.Kind;
import dev.geodesic.trial.RequestException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what HOCON would silently merge or drop, so that another sweep than the written one would
 * train: values side by side in a list, as in {@code [0.1 0.2]} or <code>[{ … } { … }]</code>,
 * lists side by side, as in {@code hidden = [8] [16]}, and a key that is given twice. The library
 * keeps no trace of either, so the text itself is read.
 *
 * <p>Values put together with a {@code ${…}} are allowed, as they are intended: a default before
 * <code>steps = ${?STEPS}</code>, a section that another extends.
 */
final class SilentMerges {
  private static final int SHOWN = 60;

  private final String source;
  private final List<Token> tokens;
  private int next;

  private SilentMerges(String source, List<Token> tokens) {
    this.source = source;
    this.tokens = tokens;
  }

  /**
   * Checks a text that is valid HOCON.
   *
   * @param source the name of the text in messages
   */
  static void refuse(String text, String source) {
    SilentMerges merges = new SilentMerges(source, Token.all(text));
    merges.skipBlank();
    if (merges.isAt(Kind.OPEN)) {
      merges.next++;
    }
    merges.object(new HashMap<>(), List.of(), List.of());
  }

  /** The kind of value that a key was given. */
  private enum Given {
    /** Sections of one key are merged key by key, which loses nothing. */
    SECTION,
    VALUE,
    /** Put together with an earlier value of the key, or with a value from elsewhere. */
    TOGETHER
  }

  /** Whether a value stands in a section or in a list. */
  private enum Where {
    SECTION,
    LIST
  }

  private record Assignment(Given given, int line) {}

  /**
   * Reads to the end of an object.
   *
   * @param assigned what the keys of the outermost object that merges with this one were given, by
   *     their paths in it
   * @param path the keys that lead here from that object
   * @param shown the keys that lead here from the top of the conf
   */
  private void object(
      Map<List<String>, Assignment> assigned, List<String> path, List<String> shown) {
    for (skipBlank(); !isAtEnd() && !isAt(Kind.CLOSE); skipBlank()) {
      int line = tokens.get(next).line();
      List<String> key = key();
      boolean appends = !isAtEnd() && tokens.get(next).is(Kind.SEPARATOR, "+=");
      if (isAt(Kind.SEPARATOR)) {
        next++;
      }
      List<String> keyPath = joined(path, key);
      List<String> keyShown = joined(shown, key);
      if (appends) {
        value(new HashMap<>(), keyPath, keyShown, Where.SECTION);
        assigned.put(keyPath, new Assignment(Given.TOGETHER, line));
      } else {
        Given given = value(assigned, keyPath, keyShown, Where.SECTION);
        assign(assigned, keyPath, keyShown, new Assignment(given, line));
      }
    }
    next++;
  }

  private List<String> key() {
    StringBuilder key = new StringBuilder();
    for (; !isAtEnd() && !isAt(Kind.SEPARATOR) && !isAt(Kind.OPEN); next++) {
      if (!isAt(Kind.COMMENT)) {
        key.append(tokens.get(next).text());
      }
    }
    return ConfigUtil.splitPath(key.toString().strip());
  }

  private void list(List<String> shown) {
    int entry = 0;
    for (skipBlank(); !isAtEnd() && !isAt(Kind.CLOSE); skipBlank()) {
      List<String> path = List.of(Integer.toString(entry++));
      value(new HashMap<>(), path, joined(shown, path), Where.LIST);
    }
    next++;
  }

  /** Reads a value, and all values that are written side by side with it. */
  private Given value(
      Map<List<String>, Assignment> assigned, List<String> path, List<String> shown, Where where) {
    boolean isTogether = false;
    boolean isSection = true;
    @Nullable Kind before = null;
    boolean isSpaced = false;
    skipBlank();
    int from = next;
    while (!isAtEnd() && !isAt(Kind.NEWLINE) && !isAt(Kind.COMMA) && !isAt(Kind.CLOSE)) {
      Token token = tokens.get(next++);
      if (token.is(Kind.SPACE) || token.is(Kind.COMMENT)) {
        isSpaced = true;
        continue;
      }
      boolean isRestOfText = !isSpaced && before == Kind.TEXT && token.is(Kind.TEXT);
      boolean isLost =
          !isRestOfText
              && isLost(before, token.kind())
              && (where == Where.LIST || (before == Kind.OPEN && opensPlainList(token)));
      if (token.is(Kind.OPEN, "{")) {
        object(isLost ? new HashMap<>() : assigned, path, shown);
      } else if (token.is(Kind.OPEN)) {
        list(shown);
      }
      if (isLost) {
        throw where == Where.LIST
            ? sideBySide(shown.subList(0, shown.size() - 1), from, token.line())
            : twoLists(shown, from, token.line());
      }
      isTogether |= token.is(Kind.SUBSTITUTION);
      isSection &= token.is(Kind.OPEN, "{");
      before = token.kind();
      isSpaced = false;
    }
    return isTogether ? Given.TOGETHER : isSection ? Given.SECTION : Given.VALUE;
  }

  /** Whether the token opens a list that does not begin with a section; others may be joined. */
  private boolean opensPlainList(Token token) {
    int first = next;
    while (first < tokens.size()
        && (tokens.get(first).is(Kind.SPACE) || tokens.get(first).is(Kind.NEWLINE))) {
      first++;
    }
    return token.is(Kind.OPEN, "[")
        && !(first < tokens.size() && tokens.get(first).is(Kind.OPEN, "{"));
  }

  private static boolean isLost(@Nullable Kind before, Kind now) {
    return before != null && before != Kind.SUBSTITUTION && now != Kind.SUBSTITUTION;
  }

  private void assign(
      Map<List<String>, Assignment> assigned,
      List<String> path,
      List<String> shown,
      Assignment now) {
    for (int length = 1; length < path.size(); length++) {
      Assignment section = new Assignment(Given.SECTION, now.line());
      Assignment before = assigned.putIfAbsent(List.copyOf(path.subList(0, length)), section);
      if (before != null && before.given() == Given.VALUE) {
        int above = path.size() - length;
        throw twice(shown.subList(0, shown.size() - above), before.line(), now.line());
      }
    }
    Assignment before = assigned.put(List.copyOf(path), now);
    boolean isMerged =
        now.given() == Given.SECTION && before != null && before.given() != Given.VALUE;
    if (before != null && now.given() != Given.TOGETHER && !isMerged) {
      throw twice(shown, before.line(), now.line());
    }
  }

  private RequestException sideBySide(List<String> list, int from, int line) {
    return new RequestException(
        "%s: %s must have a comma between its values, got: %s, which would count as one; put a comma in"
            .formatted(Place.of(source, line), ConfigUtil.joinPath(list), textFrom(from)));
  }

  private RequestException twoLists(List<String> path, int from, int line) {
    return new RequestException(
        "%s: %s must be one list, got: %s, which would be put together; write one list"
            .formatted(Place.of(source, line), ConfigUtil.joinPath(path), textFrom(from)));
  }

  private String textFrom(int from) {
    StringBuilder pieces = new StringBuilder();
    tokens.subList(from, next).forEach(token -> pieces.append(token.text()));
    String text = pieces.toString().replaceAll("\\s+", " ");
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }

  private RequestException twice(List<String> path, int first, int second) {
    return new RequestException(
        "%s: %s must be given once, got: a second time, after line %d; only the last would count, so delete one"
            .formatted(Place.of(source, second), ConfigUtil.joinPath(path), first));
  }

  private void skipBlank() {
    while (isAt(Kind.SPACE) || isAt(Kind.COMMENT) || isAt(Kind.NEWLINE) || isAt(Kind.COMMA)) {
      next++;
    }
  }

  private boolean isAt(Kind kind) {
    return !isAtEnd() && tokens.get(next).is(kind);
  }

  private boolean isAtEnd() {
    return next >= tokens.size();
  }

  private static List<String> joined(List<String> path, List<String> key) {
    List<String> joined = new ArrayList<>(path);
    joined.addAll(key);
    return joined;
  }
}
