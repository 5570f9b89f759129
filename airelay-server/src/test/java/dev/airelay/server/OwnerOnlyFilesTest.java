package dev.airelay.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.airelay.auth.session.FileStore;
import dev.airelay.auth.session.SessionLock;
import dev.airelay.auth.session.StoredSession;
import dev.airelay.config.token.RelayTokenFile;
import dev.airelay.server.http.RandomIds;
import dev.airelay.store.RelayStore;
import dev.airelay.store.StoreOptions;
import dev.airelay.store.file.FileIntake;
import dev.airelay.store.file.NewFile;
import dev.airelay.store.frame.StoreEnvironment;
import dev.airelay.traffic.record.LogNotice;
import dev.airelay.traffic.record.TrafficOptions;
import dev.airelay.traffic.redact.SecretValues;
import dev.airelay.traffic.write.TrafficLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The access lists of what the relay creates on a file system as Windows has it. */
class OwnerOnlyFilesTest {
    private FileSystem windows;
    private Path directory;

    @BeforeEach
    void createFileSystem() {
        windows = Jimfs.newFileSystem(Configuration.windows().toBuilder()
                .setAttributeViews("basic", "owner", "dos")
                .addAttributeProvider(new AccessLists())
                .build());
        directory = windows.getPath("C:\\Users\\someone\\AIRelay");
    }

    @AfterEach
    void closeFileSystem() throws IOException {
        windows.close();
    }

    private void assertOwnerOnly(String... names) throws IOException {
        UserPrincipal owner =
                windows.getUserPrincipalLookupService().lookupPrincipalByName(System.getProperty("user.name"));
        AclEntry everything = AclEntry.newBuilder()
                .setType(AclEntryType.ALLOW)
                .setPrincipal(owner)
                .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                .build();
        try (Stream<Path> created = Files.walk(directory)) {
            List<Path> paths = created.toList();
            assertThat(paths.stream().map(path -> String.valueOf(path.getFileName())))
                    .contains(names);
            for (Path path : paths) {
                assertThat(Files.getFileAttributeView(path, AclFileAttributeView.class)
                                .getAcl())
                        .as("%s", path)
                        .containsExactly(everything);
            }
        }
    }

    @Test
    void relayTokenIsTheOwnersAlone() throws IOException {
        RelayTokenFile file = new RelayTokenFile(directory.resolve("token"));

        file.createIfAbsent(new Random(1));
        assertOwnerOnly("token");

        file.rotate(new Random(2));
        assertOwnerOnly("token");
    }

    @Test
    void trafficLogIsTheOwnersAlone() throws IOException {
        TrafficOptions options = TrafficOptions.in(directory.resolve("logs"));
        TrafficLog log = TrafficLog.start(options, new SecretValues(), InstantSource.system());
        log.record(new LogNotice(1, 0));
        log.close();

        assertThat(log.counters().written()).isEqualTo(1);
        assertOwnerOnly("logs");
        try (Stream<Path> created = Files.walk(directory)) {
            assertThat(created.filter(Files::isRegularFile)).hasSize(1);
        }
    }

    @Test
    void storeAndItsLocksAreTheOwnersAlone() throws IOException {
        Path place = directory.resolve("store");
        DirectoryLock lock = DirectoryLock.take(directory, place);
        try {
            RelayStore store = RelayStore.open(
                    StoreOptions.in(place),
                    new StoreEnvironment(
                            InstantSource.system(), RandomIds.lowerCase(new Random(1)), (file, reason) -> {}));
            try (FileIntake intake =
                    store.files().receive(new NewFile("notes.txt", "user_data", "text/plain", Optional.empty()))) {
                intake.write(ByteBuffer.wrap("text".getBytes(UTF_8)));

                String id = intake.finish().id();

                assertOwnerOnly(DirectoryLock.FILE, DirectoryLock.STORE_FILE, id + ".file", id + ".content");
            }
        } finally {
            lock.close();
        }
    }

    @Test
    void sessionAndItsLockAreTheOwnersAlone() throws IOException {
        StoredSession session = new StoredSession(
                new StoredSession.Tokens(Optional.empty(), Optional.empty(), Optional.of("r-1"), Optional.empty()),
                Optional.of("account"),
                Optional.empty(),
                false,
                StoredSession.Rest.NONE);

        new SessionLock(directory.resolve("auth.lock"), Duration.ofSeconds(5)).holding(() -> {
            new FileStore(directory.resolve("auth.json")).save(session);
            return session;
        });

        assertOwnerOnly("auth.json", "auth.lock");
    }
}
