import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A contestant's process, asked line by line; see worker.h. It cleans up and ends when its standard input does. */
final class Worker implements AutoCloseable {

    private final String name;
    private final Process process;
    private final BufferedWriter requests;
    private final BufferedReader answers;

    /** In a session of its own, so that a Ctrl-C reaches the benchmark alone. */
    Worker(String name, List<String> words) throws IOException {
        this.name = name;
        List<String> all = new ArrayList<>(List.of("setsid"));
        all.addAll(words);
        process = new ProcessBuilder(all)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        requests = process.outputWriter();
        answers = process.inputReader();
    }

    long[] ask(Object... words) throws IOException {
        String line = String.join(" ", Arrays.stream(words).map(String::valueOf).toList());
        String answer;
        try {
            requests.write(line + "\n");
            requests.flush();
            answer = answers.readLine();
        } catch (IOException e) {
            answer = answers.readLine(); // its last word
        }
        if (answer == null || answer.contains("error ")) {
            throw new IOException(name + ", asked to " + line + ": " + (answer == null ? "it ended" : answer));
        }
        return answer.isBlank()
                ? new long[0]
                : Arrays.stream(answer.trim().split(" "))
                        .mapToLong(Long::parseLong)
                        .toArray();
    }

    /** Also called while another thread asks: the worker ends after the request under way. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // it is gone already
        }
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
