package dev.airelay.server;

import java.util.concurrent.TimeUnit;

/** Ends the process of a relay that can no longer serve, so that a service manager starts it again. */
public final class EmergencyExit {

    private static final long ORDERLY_SECONDS = 5;

    private EmergencyExit() {}

    /**
     * Ends the process with {@link ExitStatus#LOST}. Does not return.
     *
     * @param lack why, in a few words
     * @param orderly ends answers and lets go of files; gets a few seconds, and may fail or hang
     */
    @SuppressWarnings("SystemOut") // the last words of a process, which has no other place for them
    public static void leave(String lack, Runnable orderly) {
        try {
            System.err.println("airelay: the relay can no longer serve: " + lack + "; it ends with exit code "
                    + ExitStatus.LOST.code());
            Thread ending = new Thread(orderly, "airelay-emergency");
            ending.setDaemon(true);
            ending.start();
            ending.join(TimeUnit.SECONDS.toMillis(ORDERLY_SECONDS));
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        } finally {
            // Not System.exit, whose hooks wait for what may be stuck.
            Runtime.getRuntime().halt(ExitStatus.LOST.code());
        }
    }
}
