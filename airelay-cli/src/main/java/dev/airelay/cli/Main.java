package dev.airelay.cli;

import dev.airelay.auth.login.LoopbackPorts;
import dev.airelay.base.TerminalText;
import dev.airelay.cli.command.CommandRun;
import dev.airelay.cli.context.ProcessEnvironment;
import dev.airelay.cli.text.InputLines;
import dev.airelay.cli.text.Terminal;
import dev.airelay.config.ConfigSources;
import dev.airelay.server.EmergencyExit;
import dev.airelay.server.StopSignals;
import java.io.BufferedReader;
import java.io.Console;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts the airelay command in this process. The only place that touches the process itself. */
public final class Main {
    private Main() {}

    /** Runs one command line and ends the process with its exit code. */
    public static void main(String[] args) {
        // Loggers and uncaught exceptions write here, and may quote anybody.
        System.setErr(TerminalText.filter(System.err, Charset.defaultCharset()));
        ProcessEnvironment process = new ProcessEnvironment(
                new ConfigSources(environment(), Map.of(), ConfigSources.home(System.getenv()), Path.of("")),
                terminal(),
                new InputLines(() -> new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()))),
                System.getProperty("os.name"),
                LoopbackPorts.registered(),
                new SecureRandom(),
                System::nanoTime,
                new LocalClock(),
                work -> Runtime.getRuntime().addShutdownHook(new Thread(work, "airelay-exit")),
                StopSignals::install,
                StopSignals::leaveToChild,
                EmergencyExit::new);
        System.exit(CommandRun.run(process, args));
    }

    /** The system's clock, whose time zone is looked up when somebody needs it: that loads the table of all zones. */
    private static final class LocalClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneId.systemDefault();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return Clock.system(zone);
        }

        @Override
        public Instant instant() {
            return Instant.now();
        }
    }

    /** The environment, and the name by which the launcher was called, which it hands over as a property. */
    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put(ProcessEnvironment.CALLED_AS, System.getProperty("airelay.command", ""));
        return environment;
    }

    private static Terminal terminal() {
        Charset charset = charset();
        return new Terminal(
                writer(System.out, charset),
                writer(System.err, charset),
                interactive(),
                charset.newEncoder().canEncode('█'));
    }

    /** The encoding of the terminal: from Java 19 on, the default one is always UTF-8. */
    private static Charset charset() {
        for (String property : List.of("stdout.encoding", "native.encoding")) {
            String name = System.getProperty(property, "");
            if (!name.isEmpty() && Charset.isSupported(name)) {
                return Charset.forName(name);
            }
        }
        return Charset.defaultCharset();
    }

    /** Text in the encoding of the platform, which a {@link PrintStream} does not report on Java 17. */
    private static PrintWriter writer(PrintStream stream, Charset charset) {
        return new PrintWriter(stream, true, charset);
    }

    /** From Java 22 on there is a console without a terminal too; only its own method knows which. */
    @SuppressWarnings("SystemConsoleNull") // Null still means no terminal before Java 22.
    private static boolean interactive() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException beforeJava22) {
            return true;
        } catch (ReflectiveOperationException unknown) {
            return false;
        }
    }
}
