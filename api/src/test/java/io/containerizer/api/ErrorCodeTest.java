package io.containerizer.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorCodeTest {

    /** A row of the table: the code, in backticks, is the first column, its meaning the second. */
    private static final Pattern ROW =
            Pattern.compile("^\\|\\s*`([A-Z_]+)`\\s*\\|\\s*(.*?)\\s*\\|.*$", Pattern.MULTILINE);

    private static final Path CATALOGUE = Path.of(System.getProperty("project.root", ".."), "docs", "errors.md");

    @ParameterizedTest
    @EnumSource
    void theMeaningIsASentenceWithoutAFullStop(ErrorCode code) {
        assertThat(code.meaning()).matches("[A-Z].*[^.\\s]").doesNotContain("\n", "|");
    }

    @Test
    void theCatalogueListsEveryCodeOnceAndNoOther() throws IOException {
        assertThat(rows(Files.readString(CATALOGUE)))
                .as("codes in %s", CATALOGUE)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ErrorCode.values())
                        .map(code -> code + ": " + code.meaning())
                        .toList());
    }

    @Test
    void aRowIsFoundByItsFirstColumn() {
        assertThat(rows("| Code | Meaning |\n|---|---|\n| `INVALID_ID` | It is wrong  | see `KERNEL` |\n"))
                .containsExactly("INVALID_ID: It is wrong");
    }

    private static List<String> rows(String table) {
        return ROW.matcher(table)
                .results()
                .map(row -> row.group(1) + ": " + row.group(2))
                .toList();
    }
}
