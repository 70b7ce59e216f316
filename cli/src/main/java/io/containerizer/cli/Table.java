package io.containerizer.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Lines of text in columns, each as wide as its widest entry. */
final class Table {

    private static final int GAP = 3;

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... titles) {
        rows.add(List.of(titles));
    }

    void add(String... entries) {
        rows.add(List.of(entries));
    }

    void print(PrintStream out) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(row.get(i));
                if (i + 1 < columns) {
                    line.append(" ".repeat(widths[i] - row.get(i).length() + GAP));
                }
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
