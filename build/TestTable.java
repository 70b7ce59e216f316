import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Prints what a test run did: {@code java build/TestTable.java NOTES SUITE=DIRECTORY...}
 *
 * <p>Each directory holds JUnit's XML reports ({@code TEST-*.xml}) and perhaps {@code capabilities.tsv}, beside or above
 * them. NOTES is a file of {@code suite<TAB>passed|failed|skipped<TAB>text} lines for what has no report of its own. The
 * last line is {@code N passed, N failed, N skipped}; the exit code is 1 when something failed or nothing ran.
 */
final class TestTable {

    private static final int DETAIL_LINES = 4;
    private static final int DETAIL_WIDTH = 200;

    private final Map<String, Suite> suites = new LinkedHashMap<>();
    private final Map<String, int[]> capabilities = new TreeMap<>();

    static void main(String[] args) throws IOException, XMLStreamException {
        TestTable table = new TestTable();
        for (int i = 1; i < args.length; i++) {
            String[] suite = args[i].split("=", 2);
            table.readDirectory(suite[0], Path.of(suite[1]));
        }
        table.readNotes(Path.of(args[0]));
        System.exit(table.print() ? 0 : 1);
    }

    private Suite suite(String name) {
        return suites.computeIfAbsent(name, Suite::new);
    }

    private void readDirectory(String name, Path directory) throws IOException, XMLStreamException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> reports = Files.newDirectoryStream(directory, "TEST-*.xml")) {
            for (Path report : reports) {
                readReport(suite(name), report);
            }
        }
        for (Path file : List.of(directory.resolve("capabilities.tsv"), directory.resolveSibling("capabilities.tsv"))) {
            if (Files.exists(file)) {
                readCapabilities(file);
            }
        }
    }

    private void readReport(Suite suite, Path report) throws IOException, XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try (InputStream in = Files.newInputStream(report)) {
            XMLStreamReader xml = factory.createXMLStreamReader(in);
            TestCase test = null;
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    switch (xml.getLocalName()) {
                        case "testcase" -> test = new TestCase(xml.getAttributeValue(null, "classname"), xml.getAttributeValue(null, "name"));
                        case "skipped" -> test.outcome(Outcome.SKIPPED, attributeOrText(xml));
                        case "failure", "error" -> test.outcome(Outcome.FAILED, attributeOrText(xml));
                        default -> { }
                    }
                } else if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("testcase")) {
                    suite.add(test);
                    test = null;
                }
            }
        }
    }

    private static String attributeOrText(XMLStreamReader xml) throws XMLStreamException {
        String message = xml.getAttributeValue(null, "message");
        String type = xml.getAttributeValue(null, "type");
        String text = xml.getElementText();
        if (message == null || message.isBlank()) {
            message = text.isBlank() ? type : text;
        }
        return message == null ? "no reason given" : message;
    }

    private void readCapabilities(Path file) throws IOException {
        for (String line : Files.readAllLines(file)) {
            String[] fields = line.split("\t");
            int[] sum = capabilities.computeIfAbsent(fields[0], name -> new int[2]);
            sum[0] += Integer.parseInt(fields[1]);
            sum[1] += Integer.parseInt(fields[2]);
        }
    }

    private void readNotes(Path notes) throws IOException {
        if (!Files.exists(notes)) {
            return;
        }
        for (String line : Files.readAllLines(notes)) {
            String[] fields = line.split("\t", 3);
            TestCase note = new TestCase("", fields[0]);
            if (!fields[1].equals("passed")) {
                note.outcome(Outcome.valueOf(fields[1].toUpperCase(Locale.ROOT)), fields[2]);
            }
            suite(fields[0]).add(note);
        }
    }

    private boolean print() {
        int passed = 0;
        int failed = 0;
        int skipped = 0;
        int width = suites.keySet().stream().mapToInt(String::length).max().orElse(0);
        width = Math.max(width, "suite".length());
        String row = "  %-" + width + "s %8s %8s %8s%n";
        System.out.printf("%nTests%n" + row, "suite", "passed", "failed", "skipped");
        for (Suite suite : suites.values()) {
            System.out.printf(row, suite.name, suite.passed, suite.failed.size(), suite.skipped);
            passed += suite.passed;
            failed += suite.failed.size();
            skipped += suite.skipped;
        }
        printFailures(failed);
        printSkips(skipped);
        printCapabilities();
        System.out.printf("%n%d passed, %d failed, %d skipped%n", passed, failed, skipped);
        return failed == 0 && passed > 0;
    }

    private void printFailures(int failed) {
        if (failed > 0) {
            System.out.printf("%nFailed%n");
            suites.values().forEach(suite -> suite.failed.forEach(test ->
                    System.out.printf("  [%s] %s%n%s%n", suite.name, test.title(), test.details)));
        }
    }

    private void printSkips(int skipped) {
        if (skipped > 0) {
            System.out.printf("%nSkipped, and why%n");
            suites.values().forEach(suite -> suite.skips.forEach((reason, tests) -> {
                System.out.printf("  [%s] %s%n", suite.name, reason);
                System.out.printf("      %d: %s%n", tests.size(), abridged(tests));
            }));
        }
    }

    private static String abridged(List<String> tests) {
        int shown = 4;
        String names = String.join(", ", tests.subList(0, Math.min(shown, tests.size())));
        return tests.size() > shown ? names + ", ..." : names;
    }

    private void printCapabilities() {
        System.out.printf("%nExercised for real (tests that needed it and ran)%n");
        if (capabilities.isEmpty()) {
            System.out.println("  nothing");
        }
        capabilities.forEach((capability, sum) -> System.out.printf(
                "  %-24s %d passed%s%n", capability, sum[0], sum[1] == 0 ? "" : ", " + sum[1] + " failed"));
    }

    private enum Outcome { PASSED, FAILED, SKIPPED }

    private static final class TestCase {
        private final String type;
        private final String name;
        private Outcome outcome = Outcome.PASSED;
        private String reason = "";
        private String details = "";

        TestCase(String type, String name) {
            this.type = type == null ? "" : type;
            this.name = name == null ? "" : name;
        }

        void outcome(Outcome what, String why) {
            outcome = what;
            String line = why.strip().lines().findFirst().orElse("no reason given");
            // The console launcher says where a skip was decided before it says why.
            reason = line.replaceFirst("^parent was skipped: ", "");
            details = why.strip().lines().limit(DETAIL_LINES).map(TestCase::shortened).collect(Collectors.joining("\n"));
        }

        private static String shortened(String line) {
            return "      " + (line.length() > DETAIL_WIDTH ? line.substring(0, DETAIL_WIDTH) + "..." : line);
        }

        String title() {
            String simple = type.substring(type.lastIndexOf('.') + 1);
            return name.isEmpty() ? simple : simple.isEmpty() ? name : simple + "." + name;
        }
    }

    private static final class Suite {
        private final String name;
        private int passed;
        private int skipped;
        private final List<TestCase> failed = new ArrayList<>();
        private final Map<String, List<String>> skips = new TreeMap<>();

        Suite(String name) {
            this.name = name;
        }

        void add(TestCase test) {
            switch (test.outcome) {
                case PASSED -> passed++;
                case FAILED -> failed.add(test);
                case SKIPPED -> {
                    skipped++;
                    skips.computeIfAbsent(test.reason, reason -> new ArrayList<>()).add(test.title());
                }
            }
        }
    }
}
