package io.containerizer.agent.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.agent.auth.Caller;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonpTest {

    private static final RequestBody NO_BODY = new RequestBody() {
        @Override
        public byte[] all() {
            return new byte[0];
        }

        @Override
        public InputStream stream() {
            return InputStream.nullInputStream();
        }
    };

    private static Request request(Map<String, String> query) {
        return new Request("GET", "/x", query, Headers.NONE, Caller.unknown("a", Optional.empty()), NO_BODY);
    }

    @Test
    void withoutACallbackItIsJson() {
        Answer.Whole answer = Jsonp.answer(request(Map.of()), "{}");
        assertThat(answer.contentType()).isEqualTo("application/json");
        assertThat(answer.body()).asString(UTF_8).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cb", "jQuery123_456", "$", "a.b.c", "a[0].b", "_x"})
    void withACallbackItIsAScript(String callback) {
        Answer.Whole answer = Jsonp.answer(request(Map.of("jsonp", callback)), "{\"a\":\"\u2028\"}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo("text/javascript");
        assertThat(answer.headers()).containsEntry("X-Content-Type-Options", "nosniff");
        assertThat(answer.body()).asString(UTF_8).isEqualTo(callback + "({\"a\":\"\\u2028\"})");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1a",
                "a b",
                "alert(1)//",
                "a;b",
                "<script>",
                "a.",
                "a[x]",
                "a\n",
                "a/**/",
                "ä",
                ".a",
                "a..b",
                "a[]"
            })
    void whatIsNoNameOfAFunctionIsRefused(String callback) {
        Answer.Whole answer = Jsonp.answer(request(Map.of("jsonp", callback)), "{}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).asString(UTF_8).doesNotContain("{}").doesNotContain("script>");
    }

    @Test
    void longNamesAreRefused() {
        assertThat(Jsonp.answer(request(Map.of("jsonp", "a".repeat(129))), "{}").status())
                .isEqualTo(400);
    }
}
