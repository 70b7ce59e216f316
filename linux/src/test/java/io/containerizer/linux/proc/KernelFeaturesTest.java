package io.containerizer.linux.proc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class KernelFeaturesTest {

    private static final Matcher RELEASE = Pattern.compile("(\\d+)\\.(\\d+).*").matcher(KernelFeatures.release());

    @Test
    void everyKernelHasMountNamespaces() {
        assertThat(KernelFeatures.hasNamespace("mnt")).isTrue();
        assertThat(KernelFeatures.hasNamespace("nosuch")).isFalse();
    }

    @Test
    void theReleaseIsComparedNumberByNumber() {
        assertThat(RELEASE.matches()).isTrue();
        int major = Integer.parseInt(RELEASE.group(1));
        int minor = Integer.parseInt(RELEASE.group(2));
        assertThat(KernelFeatures.isAtLeast(major, minor)).isTrue();
        assertThat(KernelFeatures.isAtLeast(major, 0)).isTrue();
        assertThat(KernelFeatures.isAtLeast(major - 1, minor + 1000)).isTrue();
        assertThat(KernelFeatures.isAtLeast(major, minor + 1)).isFalse();
        assertThat(KernelFeatures.isAtLeast(major + 1, 0)).isFalse();
    }
}
