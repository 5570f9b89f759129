package dev.airelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ResolvedModule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The modules and what each may know, as docs/architecture.md draws them. */
final class ModuleMapTest {
    private static final String PREFIX = "dev.airelay.";

    private static final Map<String, Set<String>> EDGES = Map.ofEntries(
            Map.entry("base", Set.of()),
            Map.entry("config", Set.of("base")),
            Map.entry("security", Set.of("base")),
            Map.entry("auth", Set.of("base")),
            Map.entry("transforms", Set.of("base")),
            Map.entry("store", Set.of("base")),
            Map.entry("traffic", Set.of("base", "transforms")),
            Map.entry("emulator", Set.of()),
            Map.entry("backend", Set.of("auth", "base", "transforms")),
            Map.entry(
                    "server",
                    Set.of("base", "config", "security", "auth", "transforms", "backend", "store", "traffic")),
            Map.entry("cli", Set.of("base", "server", "emulator")));

    private final List<ModuleDescriptor> modules = ModuleLayer.boot().configuration().modules().stream()
            .map(ResolvedModule::reference)
            .map(reference -> reference.descriptor())
            .filter(descriptor -> descriptor.name().startsWith(PREFIX))
            .toList();

    @Test
    void eachModuleRequiresExactlyItsNeighbours() {
        Map<String, Set<String>> found = new TreeMap<>();
        for (ModuleDescriptor module : modules) {
            found.put(
                    shortName(module.name()),
                    module.requires().stream()
                            .map(ModuleDescriptor.Requires::name)
                            .filter(name -> name.startsWith(PREFIX))
                            .map(ModuleMapTest::shortName)
                            .collect(Collectors.toSet()));
        }

        assertThat(found).isEqualTo(EDGES);
    }

    @Test
    void everyModuleHasAWrittenDescriptor() {
        assertThat(modules).hasSize(EDGES.size()).noneMatch(ModuleDescriptor::isAutomatic);
    }

    @Test
    void noPackageIsInTwoModules() {
        Map<String, List<String>> owners = new TreeMap<>();
        for (ModuleDescriptor module : modules) {
            module.packages().forEach(name -> owners.merge(name, List.of(module.name()), ModuleMapTest::joined));
        }

        assertThat(owners)
                .isNotEmpty()
                .allSatisfy((name, owner) -> assertThat(owner).hasSize(1));
    }

    private static List<String> joined(List<String> some, List<String> others) {
        return Stream.of(some, others).flatMap(List::stream).toList();
    }

    private static String shortName(String module) {
        return module.substring(PREFIX.length());
    }
}
