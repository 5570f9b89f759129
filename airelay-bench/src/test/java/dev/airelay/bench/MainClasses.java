package dev.airelay.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The class files of all modules that read what clients and the upstream send, by class name. */
final class MainClasses {
    /** A class of each module. */
    private static final List<String> MODULES = List.of(
            "dev.airelay.base.RegularFiles",
            "dev.airelay.config.ConfigLoader",
            "dev.airelay.security.HostGuard",
            "dev.airelay.auth.login.PastedRedirect",
            "dev.airelay.transforms.spi.Translation",
            "dev.airelay.backend.connect.BackendOptions",
            "dev.airelay.store.RelayStore",
            "dev.airelay.traffic.write.TrafficLog",
            "dev.airelay.server.RelayServer",
            "dev.airelay.cli.Main");

    private MainClasses() {}

    static SortedMap<String, byte[]> read() {
        SortedMap<String, byte[]> classes = new TreeMap<>();
        for (String module : MODULES) {
            Path place = place(module);
            try {
                if (Files.isDirectory(place)) {
                    read(place, classes);
                } else {
                    try (FileSystem jar = FileSystems.newFileSystem(place)) {
                        read(jar.getPath("/"), classes);
                    }
                }
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
        return classes;
    }

    private static Path place(String className) {
        try {
            URI location = Class.forName(className)
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
            return Path.of(location);
        } catch (ClassNotFoundException | URISyntaxException missing) {
            throw new AssertionError("there is no class of the module any more", missing);
        }
    }

    private static void read(Path root, SortedMap<String, byte[]> classes) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = root.relativize(file).toString();
                if (name.endsWith(".class") && name.startsWith("dev")) {
                    classes.put(
                            name.substring(0, name.length() - ".class".length()).replaceAll("[/\\\\]", "."),
                            Files.readAllBytes(file));
                }
            }
        }
    }
}
