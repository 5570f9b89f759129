package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.Emulator;
import dev.airelay.emulator.api.ScriptDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A row of {@link FaultTable}: a fault of the upstream and what clients get.
 *
 * @param fault the emulator's script
 * @param answer the status; or what comes instead of one, see {@link Answered}
 * @param type the error's type; empty without an error; "X, else Y" is X where the upstream names a type
 * @param code the error's code; empty for null
 * @param repeatable whether OpenAI's SDKs are left to repeat the request
 * @param retryAfter the header in seconds; empty without one
 * @param asked how often the upstream is asked when two repetitions are allowed
 */
record FaultRow(
        String fault, Answered answer, String type, String code, boolean repeatable, String retryAfter, int asked) {
    private static final List<String> FORMS = List.of("failed", "error", "flat");

    /**
     * A client's response.
     *
     * @param status 200 for an answer that ends well; otherwise the status of the error, where it can still be sent
     * @param begun whether the answer had begun, so that a stream has the error in it
     * @param finishReason how a good answer ends
     */
    record Answered(int status, boolean begun, String finishReason) {

        private static Answered of(String text) {
            return switch (text) {
                case "whole" -> new Answered(200, false, "stop");
                case "cut short: length" -> new Answered(200, false, "length");
                case "cut short: content_filter" -> new Answered(200, false, "content_filter");
                default -> {
                    boolean begun = text.startsWith("in the stream, else ");
                    yield new Answered(Integer.parseInt(text.substring(text.lastIndexOf(' ') + 1)), begun, "");
                }
            };
        }

        boolean good() {
            return status == 200;
        }
    }

    static FaultRow of(String line) {
        List<String> cells = List.of(line.split("\\|", -1));
        assertThat(cells).as(line).hasSize(9);
        List<String> values = cells.subList(1, 8).stream()
                .map(cell -> cell.strip().replace("`", ""))
                .toList();
        return new FaultRow(
                values.get(0),
                Answered.of(values.get(1)),
                values.get(2),
                values.get(3),
                values.get(4).equals("yes"),
                values.get(5),
                Integer.parseInt(values.get(6)));
    }

    /** The value of {@code x-should-retry}: the SDKs repeat by themselves unless advised not to. */
    Optional<String> advice() {
        return repeatable ? Optional.empty() : Optional.of("false");
    }

    String script() {
        return fault.split(" ", 2)[0];
    }

    /**
     * The fault at every moment and in every form that the row leaves open. In the middle of an answer it is reported in the
     * stream, and the upstream is not asked again.
     */
    List<FaultRow> cases() {
        ScriptDescription script = Emulator.scripts().stream()
                .filter(one -> one.name().equals(script()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the emulator has no script " + script()));
        List<FaultRow> cases = new ArrayList<>();
        if (!script.keys().containsKey("form") || fault.contains("at=http")) {
            cases.add(this);
        } else if (fault.contains("at=")) {
            addForms(cases);
        } else {
            if (!fault.contains("form=")) {
                cases.add(with(fault + " at=http", answer, asked));
            }
            with(fault + " at=first", answer, asked).addForms(cases);
            with(fault + " at=middle", new Answered(answer.status, true, ""), 1).addForms(cases);
        }
        return cases;
    }

    private void addForms(List<FaultRow> cases) {
        if (fault.contains("form=")) {
            cases.add(this);
        } else {
            FORMS.forEach(form -> cases.add(with(fault + " form=" + form, answer, asked)));
        }
    }

    /** The type of this case: only an HTTP answer and a bare error event have room for the upstream's own. */
    String typeHere() {
        String[] types = type.split(", else ", 2);
        boolean named = fault.contains("at=http") || fault.contains("form=error");
        return named ? types[0] : types[types.length - 1];
    }

    private FaultRow with(String newFault, Answered newAnswer, int newAsked) {
        return new FaultRow(newFault, newAnswer, type, code, repeatable, retryAfter, newAsked);
    }

    @Override
    public String toString() {
        return fault;
    }
}
