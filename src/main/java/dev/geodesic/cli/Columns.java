package dev.geodesic.cli;

import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;

/** Columns of tables for a terminal. */
final class Columns {
  private Columns() {}

  /** Returns a column whose header stands where its values do. */
  static Column of(String name, HorizontalAlign align) {
    return new Column().header(name).headerAlign(align).dataAlign(align);
  }
}
