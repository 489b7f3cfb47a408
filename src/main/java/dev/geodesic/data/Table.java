package dev.geodesic.data;

import dev.geodesic.trial.DataFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table with named columns, whose rows are samples. It is read more than once. */
public interface Table {
  /** Returns where it lies, for messages. */
  String location();

  /** Returns the format of its files. */
  DataFormat format();

  /** Returns all columns, in their order. Of unnamed ones the name is their number, from 1. */
  List<TableColumn> columns();

  /**
   * Reads some columns of all rows, in their order.
   *
   * @param label index of the column with the classes
   * @param features indices of the columns with the features
   * @throws dev.geodesic.trial.RequestException if a row is not of the table's form
   */
  void read(int label, List<Integer> features, Sink sink);

  /** Receives what is read. Between two rows the values may come in any order. */
  interface Sink {
    /**
     * Begins a row.
     *
     * @param line of its file, from 1; 0 where there are no lines
     */
    void row(long line);

    /** Receives the class of the row as it is written; null where it is missing. */
    void label(@Nullable String name);

    /**
     * Receives a feature of the row.
     *
     * @param feature its number among all those that are read, from 0
     */
    void value(int feature, double value);

    /** Records that a feature of the row is missing. */
    void missing(int feature);

    /** Receives a feature of the row that is no number. */
    void text(int feature, String text);
  }
}
