import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The benchmark {@code launch}: takes its options apart, runs the parts that are wanted, prints the figures. Started by
 * bin/bench, which also makes the directories and takes them away.
 */
public final class Bench {

    /**
     * @param root of the checkout
     * @param programs where the compiled programs are
     * @param classpath of LaunchBench: the engine's and its own
     * @param work on a disk
     * @param runtime on a tmpfs
     * @param cgroups name of the cgroup below which all others are
     * @param runs how many launches a median is made of
     * @param warmup launches before the engine counts as warm
     */
    record Setup(
            Path root,
            Path programs,
            String classpath,
            Path work,
            Path runtime,
            String cgroups,
            int runs,
            int warmup,
            List<String> parts,
            boolean json) {}

    private static final List<String> PARTS =
            List.of("back", "isolated", "at_once", "heap", "mounts", "memory", "cold", "thousand");
    private static final String USAGE =
            "usage: bin/bench launch [--format=text|json] [--runs N] [--warmup N] [--only PART,...]\n" + "parts: "
                    + String.join(", ", PARTS);

    private Bench() {}

    public static void main(String[] args) throws IOException {
        Setup setup;
        try {
            setup = parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage() + "\n" + USAGE);
            System.exit(2);
            return;
        }
        Report report = new Report(Host.describe());
        Contestants contestants = new Contestants(setup);
        Runtime.getRuntime().addShutdownHook(new Thread(contestants::close));
        double before = Host.load();
        Launch launch = new Launch(setup, contestants, report);
        for (String part : setup.parts()) {
            System.err.println("bench: " + part);
            launch.run(part);
        }
        launch.limits();
        contestants.close();
        if (Math.max(before, Host.load()) > 0.5 + Runtime.getRuntime().availableProcessors() / 2.0) {
            report.note("other work kept this machine busy (load average " + before
                    + " before): the times are too long, their ratios hold roughly");
        }
        System.out.print(setup.json() ? report.json() : report.forPeople());
    }

    private static Setup parse(String[] args) {
        List<String> words = words(args, 6);
        int runs = 50;
        int warmup = 12_000;
        List<String> parts = PARTS;
        boolean json = false;
        for (int i = 0; i < words.size(); i += 2) {
            String name = words.get(i);
            String value = value(words, i);
            switch (name) {
                case "--runs" -> runs = number(name, value, 1);
                case "--warmup" -> warmup = number(name, value, 0);
                case "--only" -> parts = parts(value);
                case "--format" ->
                    json = oneOf(name, value, List.of("text", "json")).equals("json");
                default -> throw new IllegalArgumentException(name + ": there is no such option");
            }
        }
        return new Setup(
                Path.of(args[0]),
                Path.of(args[1]),
                args[2],
                Path.of(args[3]),
                Path.of(args[4]),
                args[5],
                runs,
                warmup,
                parts,
                json);
    }

    /** Options and their values by turns, where {@code --name=value} is {@code --name value}. */
    static List<String> words(String[] args, int first) {
        List<String> words = new ArrayList<>();
        for (String word : Arrays.copyOfRange(args, first, args.length)) {
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            words.addAll(equals < 0 ? List.of(word) : List.of(word.substring(0, equals), word.substring(equals + 1)));
        }
        return words;
    }

    static String value(List<String> words, int option) {
        if (option + 1 == words.size()) {
            throw new IllegalArgumentException(words.get(option) + ": unknown, or without its value");
        }
        return words.get(option + 1);
    }

    static int number(String name, String value, int least) {
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= 100_000) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException(name + " needs a number from " + least + " to 100000, not '" + value + "'");
    }

    private static List<String> parts(String value) {
        List<String> wanted = List.of(value.split(","));
        wanted.forEach(w -> oneOf("--only", w, PARTS));
        return PARTS.stream().filter(wanted::contains).toList();
    }

    static String oneOf(String name, String value, List<String> known) {
        if (!known.contains(value)) {
            throw new IllegalArgumentException(name + ": '" + value + "' is none of " + String.join(", ", known));
        }
        return value;
    }
}
