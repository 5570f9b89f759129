package dev.airelay.server;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Ends the process of a relay that can no longer serve, with {@link ExitStatus#LOST}, so that a service manager starts it
 * again. Created while there is memory: when it is needed there may be none, not even for loading a class.
 */
public final class EmergencyExit implements Consumer<String> {

    private static final long ORDERLY_MILLIS = TimeUnit.SECONDS.toMillis(5);

    private final int code = ExitStatus.LOST.code();
    private final Thread ending;
    private final Thread halting;

    /**
     * Prepares the exit.
     *
     * @param orderly ends responses and closes files; it has a few seconds, and may fail or hang
     */
    public EmergencyExit(Runnable orderly) {
        ending = new Thread(orderly, "airelay-emergency");
        ending.setDaemon(true);
        halting = new Thread(this::haltLater, "airelay-halt");
        halting.setDaemon(true);
    }

    /** Before anything is written, because a write blocks forever if the other end is not read. */
    @SuppressWarnings("SystemOut") // the last words of a process
    private void startHalting() {
        try {
            halting.start();
        } catch (OutOfMemoryError noThread) {
            // The reason is still worth writing; exiting then depends on its being read.
            System.err.println("airelay: no thread is left");
        }
    }

    private void haltLater() {
        try {
            TimeUnit.MILLISECONDS.sleep(2 * ORDERLY_MILLIS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        } finally {
            Runtime.getRuntime().halt(code);
        }
    }

    /**
     * Ends the process. Does not return.
     *
     * @param lack why the relay can no longer serve
     */
    @Override
    @SuppressWarnings("SystemOut") // the last words of a process
    public void accept(String lack) {
        try {
            startHalting();
            System.err.println(
                    "airelay: the relay can no longer serve requests: " + lack + "; exiting with code " + code);
            ending.start();
            ending.join(ORDERLY_MILLIS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        } finally {
            // Not System.exit, whose hooks wait for threads that may be stuck.
            Runtime.getRuntime().halt(code);
        }
    }
}
