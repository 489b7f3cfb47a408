package dev.geodesic.conf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A token of HOCON text, of the few kinds that matter for the shape of a conf.
 *
 * @param kind of token
 * @param text as written
 * @param line that it begins on, from 1
 */
record Token(Kind kind, String text, int line) {
  private static final Pattern ANY =
      Pattern.compile(
          Arrays.stream(Kind.values())
              .map(kind -> "(?<%s>%s)".formatted(kind.name(), kind.pattern))
              .collect(Collectors.joining("|")));

  /** The kinds of tokens, in the order in which they are tried. */
  enum Kind {
    COMMENT("#[^\\n]*|//[^\\n]*"),
    /** If three or more quotes follow one another, the last three close the string. */
    QUOTED("\"\"\"[\\s\\S]*?\"{3,}|\"(?:[^\"\\\\\\n]++|\\\\.)*+\""),
    SUBSTITUTION("\\$\\{[^}\\n]*\\}"),
    NEWLINE("\\n"),
    SPACE("[\\s\\h\\uFEFF&&[^\\n]]++"),
    SEPARATOR("\\+=|[=:]"),
    COMMA(","),
    OPEN("[{\\[]"),
    CLOSE("[}\\]]"),
    /** Also a part of a text without quotes: what follows without a space belongs to it. */
    TEXT("[^\\s\\h\\uFEFF{}\\[\\],=:+\"#$/]++|.");

    private final String pattern;

    Kind(String pattern) {
      this.pattern = pattern;
    }
  }

  /** Returns all tokens of a text. */
  static List<Token> all(String text) {
    List<Token> tokens = new ArrayList<>();
    Matcher matcher = ANY.matcher(text);
    int line = 1;
    while (matcher.find()) {
      String found = matcher.group();
      tokens.add(new Token(kind(matcher), found, line));
      line += (int) found.chars().filter(character -> character == '\n').count();
    }
    return tokens;
  }

  private static Kind kind(Matcher matcher) {
    return Arrays.stream(Kind.values())
        .filter(kind -> matcher.start(kind.name()) >= 0)
        .findFirst()
        .orElseThrow();
  }

  boolean is(Kind other) {
    return kind == other;
  }

  boolean is(Kind other, String spelling) {
    return kind == other && text.equals(spelling);
  }
}
