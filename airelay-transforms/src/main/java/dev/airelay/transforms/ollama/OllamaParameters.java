package dev.airelay.transforms.ollama;

import static dev.airelay.transforms.request.Member.ignored;
import static dev.airelay.transforms.request.Member.ignoredUnless;
import static dev.airelay.transforms.request.Member.local;
import static dev.airelay.transforms.request.Member.mapped;
import static dev.airelay.transforms.request.Member.onlyIf;
import static dev.airelay.transforms.request.Member.required;
import static dev.airelay.transforms.request.Member.unneeded;

import dev.airelay.transforms.request.Checks;
import dev.airelay.transforms.request.Member;
import dev.airelay.transforms.request.Members;
import dev.airelay.transforms.request.NoOpValues;
import dev.airelay.transforms.request.Reasons;
import dev.airelay.transforms.request.Shape;
import dev.airelay.transforms.request.Value;
import dev.airelay.transforms.tool.ToolShapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every parameter of Ollama's chat and generation, and its handling. */
final class OllamaParameters {

    private static final String OWN_HARDWARE = "The models run upstream; settings of the machine have no effect.";
    private static final String OWN_WINDOW = "The context window is the model's own.";
    private static final String NO_TEMPLATES = "The ChatGPT backend has no prompt templates.";
    private static final String CHAT_ONLY = "Only POST /api/chat takes it.";
    private static final String GENERATE_ONLY = "Only POST /api/generate takes it.";
    private static final int MAX_TOP_LOGPROBS = 20;

    private static final List<String> SAMPLING = List.of(
            "temperature",
            "seed",
            "top_k",
            "top_p",
            "min_p",
            "typical_p",
            "tfs_z",
            "repeat_last_n",
            "repeat_penalty",
            "presence_penalty",
            "frequency_penalty",
            "mirostat",
            "mirostat_tau",
            "mirostat_eta");

    private static final List<String> HARDWARE_NUMBERS =
            List.of("num_batch", "num_gpu", "main_gpu", "num_thread", "draft_num_predict");

    private static final List<String> HARDWARE_FLAGS =
            List.of("use_mmap", "use_mlock", "low_vram", "numa", "f16_kv", "vocab_only", "logits_all");

    private static final Shape TOOLS = Shape.list(Shape.ofKinds(
            tool -> tool.has("function") ? "function" : "",
            Map.entry(
                    "function",
                    Shape.object(
                            Member.sent("type"),
                            Member.<Object>sent("function").of(ToolShapes.FUNCTION_DEFINITION),
                            unneeded("items", "Not a member of a function tool.")))));

    static final Members<OllamaRequestBuilder> CHAT = members(
            model(),
            List.of(
                    Member.<OllamaRequestBuilder>mapped(
                                    "messages",
                                    "Leading system messages become the instructions, all others the input; without any,"
                                            + " the request only loads or unloads the model.",
                                    OllamaRequestBuilder::messages)
                            .of(OllamaMessages.SHAPE),
                    Member.<OllamaRequestBuilder>mapped(
                                    "tools", "Sent in the flat form, always with strict.", OllamaRequestBuilder::tools)
                            .of(TOOLS),
                    onlyIf("prompt", GENERATE_ONLY, NoOpValues::saysNothing),
                    onlyIf("system", GENERATE_ONLY, NoOpValues::saysNothing),
                    onlyIf("images", "Put images into a message.", NoOpValues::saysNothing)));

    static final Members<OllamaRequestBuilder> GENERATE = members(
            model(),
            List.of(
                    mapped(
                            "prompt",
                            "Sent as a user message; without any, the request only loads or unloads the model.",
                            OllamaRequestBuilder::prompt),
                    mapped("system", "Sent as the instructions.", OllamaRequestBuilder::system),
                    mapped("images", "Sent with the prompt.", OllamaRequestBuilder::images),
                    onlyIf(
                            "suffix",
                            "The ChatGPT backend cannot fill in the middle of a text.",
                            NoOpValues::saysNothing),
                    onlyIf("template", NO_TEMPLATES, NoOpValues::saysNothing),
                    onlyIf("raw", NO_TEMPLATES, NoOpValues::off),
                    onlyIf(
                            "context",
                            "The relay returns no context; use POST /api/chat to continue a conversation.",
                            NoOpValues::saysNothing),
                    onlyIf("messages", CHAT_ONLY, NoOpValues::saysNothing),
                    onlyIf("tools", CHAT_ONLY, NoOpValues::saysNothing)));

    private OllamaParameters() {}

    private static Members<OllamaRequestBuilder> members(
            List<Member<OllamaRequestBuilder>> model, List<Member<OllamaRequestBuilder>> own) {
        return new Members<>(Stream.of(model, own, output(), options(), others())
                .flatMap(List::stream)
                .toList());
    }

    private static List<Member<OllamaRequestBuilder>> model() {
        return List.of(required(
                "model",
                "Names the upstream model or an alias for it, optionally with a suffix for the reasoning effort or with"
                        + " the tag latest.",
                OllamaRequestBuilder::model));
    }

    private static List<Member<OllamaRequestBuilder>> output() {
        return List.of(
                local(
                        "stream",
                        "Absent means true; otherwise the relay collects the events into one response.",
                        OllamaRequestBuilder::stream),
                mapped(
                        "think",
                        "A level is sent as the reasoning effort, and false asks for none; the thinking is shown unless"
                                + " it is false.",
                        OllamaRequestBuilder::think),
                mapped(
                        "format",
                        "Sent as the upstream's text format; a schema without strict.",
                        OllamaRequestBuilder::format),
                local(
                        "keep_alive",
                        "Zero makes a request without content one to unload; models need no loading.",
                        OllamaRequestBuilder::keepAlive));
    }

    private static List<Member<OllamaRequestBuilder>> options() {
        List<Member<OllamaRequestBuilder>> options = new ArrayList<>();
        options.add(local("options.stop", Reasons.STOP, OllamaRequestBuilder::stop));
        options.add(ignoredUnless("options.num_predict", Reasons.NO_OUTPUT_LIMIT, value -> value.number() < 0));
        options.add(ignored("options.num_ctx", OWN_WINDOW, Value::number));
        options.add(ignored("options.num_keep", OWN_WINDOW, Value::number));
        SAMPLING.forEach(name -> options.add(ignored("options." + name, Reasons.NO_SAMPLING, Value::number)));
        options.add(ignored("options.penalize_newline", Reasons.NO_SAMPLING, Value::flag));
        HARDWARE_NUMBERS.forEach(name -> options.add(ignored("options." + name, OWN_HARDWARE, Value::number)));
        HARDWARE_FLAGS.forEach(name -> options.add(ignored("options." + name, OWN_HARDWARE, Value::flag)));
        return options;
    }

    private static List<Member<OllamaRequestBuilder>> others() {
        return List.of(
                onlyIf("logprobs", Reasons.NO_LOGPROBS, NoOpValues::off),
                onlyIf("top_logprobs", Reasons.NO_LOGPROBS, NoOpValues.number(0, Checks.integer(0, MAX_TOP_LOGPROBS))),
                ignored("truncate", "The relay never shortens a conversation.", Value::flag),
                ignored("shift", "The relay never shortens a conversation.", Value::flag),
                onlyIf("_debug_render_only", NO_TEMPLATES, NoOpValues::off));
    }
}
