package dev.geodesic.store.table;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Reads chosen columns of a table's file in this process, one row group at a time. */
public final class TableScan {
  private static final String REMEDY = "delete it and run again: only what it held is made anew";

  private TableScan() {}

  /** Receives row groups. */
  public interface Reading {
    /** Takes what it needs from these rows, which cannot be read again afterwards. */
    void read(RowGroup rows) throws IOException;
  }

  /**
   * Reads a whole file. Page checksums are verified, so that damage does not pass for a result.
   *
   * @param wanted the columns to read, of those that the file has
   * @throws FileNotFoundException if the file does not exist
   * @throws dev.geodesic.trial.RequestException if it is damaged
   */
  public static void read(FileSystem fileSystem, Path file, MessageType wanted, Reading reading)
      throws IOException {
    FileStatus status = fileSystem.getFileStatus(file);
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            new StoredFile(fileSystem, status),
            HadoopReadOptions.builder(fileSystem.getConf())
                .usePageChecksumVerification(true)
                .build())) {
      FileMetaData footer = reader.getFooter().getFileMetaData();
      MessageType found = common(wanted, footer.getSchema());
      reader.setRequestedSchema(found);
      for (PageReadStore pages = reader.readNextRowGroup();
          pages != null;
          pages = reader.readNextRowGroup()) {
        reading.read(new RowGroup(pages, found, footer.getCreatedBy()));
      }
    } catch (FileNotFoundException e) {
      throw e;
    } catch (IOException | ParquetDecodingException e) {
      throw DamagedFile.of(fileSystem, status, REMEDY, e);
    }
  }

  /** Returns the schema of some columns of a table in its files. */
  public static MessageType schema(String name, Collection<? extends Column<?>> columns) {
    return new MessageType(name, columns.stream().map(Column::parquetType).toArray(Type[]::new));
  }

  /** Files of earlier versions lack columns that came later. */
  private static MessageType common(MessageType wanted, MessageType found) {
    return new MessageType(wanted.getName(), fields(wanted, found));
  }

  private static List<Type> fields(GroupType wanted, GroupType found) {
    return wanted.getFields().stream()
        .filter(field -> found.containsField(field.getName()))
        .map(
            field ->
                field.isPrimitive()
                    ? field
                    : field
                        .asGroupType()
                        .withNewFields(
                            fields(
                                field.asGroupType(), found.getType(field.getName()).asGroupType())))
        .toList();
  }
}
