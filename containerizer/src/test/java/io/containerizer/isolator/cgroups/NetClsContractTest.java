package io.containerizer.isolator.cgroups;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.api.IsolatorFactory;
import io.containerizer.testkit.CgroupFlavour;
import io.containerizer.testkit.FakeEnvironment;
import io.containerizer.testkit.IsolatorContractTest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract once more, with handles to give out. */
class NetClsContractTest extends IsolatorContractTest {

    @Override
    protected IsolatorFactory factory() {
        return new NetClsIsolator.Factory();
    }

    @Override
    protected void configure(FakeEnvironment environment) {
        environment.flag("cgroups_net_cls_primary_handle", "0x12");
    }

    /** Which an engine makes at its start. */
    @BeforeEach
    void makeRuntimeDirectory() throws IOException {
        Files.createDirectory(top.resolve("run"));
    }

    /** Who comes first gets the lowest handle, so plans are not the same; all that holds is that each has its own. */
    @Override
    @ParameterizedTest
    @EnumSource
    protected void containersArePlannedForAtTheSameTime(CgroupFlavour flavour) throws Exception {
        var isolator = isolator(host(flavour));
        atOnce(IntStream.range(0, 6)
                .mapToObj(i -> container("c" + i))
                .<Callable<Boolean>>map(c -> () -> isolator.prepare(c).cgroups().isEmpty())
                .toList());
        try (var files = Files.list(top.resolve("run/net_cls"))) {
            List<String> given =
                    files.map(f -> String.valueOf(f.getFileName())).sorted().toList();
            assertThat(given).containsExactly("00120001", "00120002", "00120003", "00120004", "00120005", "00120006");
        }
    }
}
