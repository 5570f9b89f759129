package dev.airelay.server.storage;

import dev.airelay.server.http.Response;
import dev.airelay.transforms.failure.RequestRejected;
import java.util.function.Function;

/** The target of a form: the part that is the file, the intake of its bytes, and the response. */
interface FormTarget<I> extends BackpressuredWriter.Intake<I> {

    /** Returns the name of the file's part. */
    String filePart();

    /** Returns the maximum size of a file. */
    long maxFileBytes();

    /**
     * Reads the complete form, on the event loop.
     *
     * @return the function that ends the intake, on the executor
     * @throws RequestRejected when a field is missing or wrong
     */
    Function<I, Response> ending(Form form);
}
