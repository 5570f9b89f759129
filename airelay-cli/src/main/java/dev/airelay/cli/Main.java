package dev.airelay.cli;

import dev.airelay.auth.login.LoopbackPorts;
import dev.airelay.base.TerminalText;
import dev.airelay.cli.command.CommandTree;
import dev.airelay.cli.command.ProcessEnvironment;
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
import java.util.Map;

/** Starts the airelay command in this process. The only place that touches the process itself. */
public final class Main {
    private Main() {}

    /** Runs one command line and ends the process with its exit code. */
    public static void main(String[] args) {
        // Loggers and uncaught exceptions write here, and may quote anybody.
        System.setErr(TerminalText.filter(System.err, Charset.defaultCharset()));
        ProcessEnvironment surroundings = new ProcessEnvironment(
                new ConfigSources(System.getenv(), Map.of(), ConfigSources.home(System.getenv()), Path.of("")),
                new Terminal(writer(System.out), writer(System.err), interactive()),
                new InputLines(() -> new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()))),
                System.getProperty("os.name"),
                LoopbackPorts.registered(),
                new SecureRandom(),
                System::nanoTime,
                work -> Runtime.getRuntime().addShutdownHook(new Thread(work, "airelay-exit")),
                StopSignals::install,
                StopSignals::leaveToChild,
                EmergencyExit::new);
        System.exit(CommandTree.run(surroundings, args));
    }

    /** Text in the encoding of the platform, which on Java 17 a {@link PrintStream} does not tell of itself. */
    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, Charset.defaultCharset());
    }

    /** From Java 22 on there is a console without a terminal too; only its own method tells. */
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
