package dev.airelay.transforms.ollama;

import static dev.airelay.transforms.request.Member.local;
import static dev.airelay.transforms.request.Member.onlyIf;
import static dev.airelay.transforms.request.Member.unneeded;

import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.parameter.ParameterTable;
import dev.airelay.transforms.request.Disclosures;
import dev.airelay.transforms.request.Location;
import dev.airelay.transforms.request.Member;
import dev.airelay.transforms.request.Members;
import dev.airelay.transforms.request.NoOpValues;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.Rejections;
import dev.airelay.transforms.request.Value;
import dev.airelay.transforms.spi.TranslationSettings;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request about one model, {@code POST /api/show} or {@code POST /api/pull}.
 *
 * @param model the model's name, as the client wrote it; never empty
 * @param stream whether the client wants a stream
 * @param ignored names of members that were dropped, to be disclosed
 */
public record OllamaModelRequest(String model, boolean stream, List<String> ignored) {

    /** Reads the requests of {@code POST /api/show}. */
    public static final Reader SHOW = new Reader(List.of(
            local("verbose", "The relay has nothing more to show.", (draft, value) -> value.flag()),
            onlyIf("system", "The models are the upstream's and cannot be changed.", NoOpValues::saysNothing),
            onlyIf("template", "The models are the upstream's and cannot be changed.", NoOpValues::saysNothing),
            Member.ignored("options", "The models are the upstream's and cannot be changed.", Value::object)));

    /** Reads the requests of {@code POST /api/pull}. */
    public static final Reader PULL = new Reader(List.of(
            local("stream", "Absent means true.", (draft, value) -> draft.stream = value.flag()),
            unneeded("insecure", "Nothing is downloaded."),
            unneeded("username", "Nothing is downloaded."),
            unneeded("password", "Nothing is downloaded.")));

    /** Copies the list. */
    public OllamaModelRequest {
        ignored = List.copyOf(ignored);
    }

    /** Reads the requests of one route. Immutable. */
    public static final class Reader {

        private final Members<Draft> members;

        private Reader(List<Member<Draft>> own) {
            List<Member<Draft>> named = List.of(
                    local("model", "Names the model, with or without the tag latest.", Draft::name),
                    local("name", "Same as model, which takes precedence.", (draft, value) -> {
                        if (draft.model.isEmpty()) {
                            draft.name(value);
                        }
                    }));
            members = new Members<>(Stream.concat(named.stream(), own.stream()).toList());
        }

        /** Returns the handling of each member. */
        public ParameterTable parameters() {
            return members.table();
        }

        /**
         * Reads a request.
         *
         * @param body the client's request; neither modified nor retained
         * @throws RequestRejected when it is invalid or names no model
         */
        public OllamaModelRequest read(ObjectNode body, TranslationSettings settings) {
            Disclosures disclosures = new Disclosures(settings.strictParameters());
            Draft draft = new Draft();
            members.walk(ObjectView.body(body), draft, disclosures);
            if (draft.model.isEmpty()) {
                throw Rejections.missing(Location.root().member("model"));
            }
            return new OllamaModelRequest(draft.model, draft.stream, disclosures.ignored());
        }
    }

    private static final class Draft {
        private String model = "";
        private boolean stream = true;

        void name(Value value) {
            model = value.text().isEmpty() ? "" : value.shortText();
        }
    }
}
