package dev.airelay.server.storage;

import dev.airelay.server.http.Response;
import dev.airelay.transforms.failure.RequestRejected;
import java.util.function.Function;

/** What becomes of a form: which part is the file, where its bytes go, and what the answer is. */
interface FormTarget<I> extends BackpressuredWriter.Intake<I> {

    /** Returns the name of the file's part. */
    String filePart();

    /** Returns the most bytes that a file may have. */
    long maxFileBytes();

    /**
     * Reads the form when it is whole, on the event loop.
     *
     * @return what ends the intake, on the executor
     * @throws RequestRejected when a field is missing or wrong
     */
    Function<I, Response> ending(Form form);
}
