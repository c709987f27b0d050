package org.stowage.cli.output;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in aligned columns. */
public final class Table {

  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  private Table() {}

  /** A table whose first row names the columns. */
  public static Table of(String... headings) {
    return new Table().row(headings);
  }

  /** A table without headings, such as names and their values. */
  public static Table plain() {
    return new Table();
  }

  /**
   * Adds a row. A cell that has nothing to show is written as a dash, so that columns can be cut.
   */
  public Table row(String... cells) {
    rows.add(List.of(cells));
    return this;
  }

  @Override
  public String toString() {
    List<Integer> widths = new ArrayList<>();
    for (List<String> row : rows) {
      for (int column = 0; column < row.size(); column++) {
        int width = shown(row.get(column)).length();
        if (column == widths.size()) {
          widths.add(width);
        } else {
          widths.set(column, Math.max(widths.get(column), width));
        }
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String cell = shown(row.get(column));
        line.append(cell).append(" ".repeat(widths.get(column) - cell.length())).append(GAP);
      }
      lines.add(line.toString().stripTrailing());
    }
    return String.join("\n", lines);
  }

  private static String shown(String cell) {
    return cell.isEmpty() ? "-" : cell;
  }
}
