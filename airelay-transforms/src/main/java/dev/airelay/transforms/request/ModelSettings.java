package dev.airelay.transforms.request;

import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.spi.TranslationContext;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request's settings of model, effort and tier, collected while the parameters are read and set in the upstream body at
 * the end, because the model's name may determine all three.
 */
public final class ModelSettings {

    private static final String EFFORT = "effort";
    private static final Location MODEL = Location.root().member("model");

    private final TranslationContext context;
    private @Nullable ModelName model;
    private @Nullable Value effort;
    private @Nullable Value tier;

    /** Creates settings without any choice. */
    public ModelSettings(TranslationContext context) {
        this.context = context;
    }

    /** Sets the model. */
    public void model(Value value) {
        model = ModelName.of(value, context);
    }

    /** Sets the effort from the dialect's own parameter, which takes precedence over one in the model's name. */
    public void effort(Value value) {
        value.shortText();
        effort = value;
    }

    /** Sets the effort from a parameter of other APIs; the dialect's own takes precedence. */
    public void otherEffort(Value value, Disclosures disclosures) {
        String other = ReasoningEffort.wireName(value);
        if (effort == null) {
            effort = value;
        } else if (!other.equals(ReasoningEffort.wireName(effort))) {
            disclosures.ignoreValue(value.at(), "'" + effort.at() + "' is also given, with a different value.");
        }
    }

    /** Records the request's own name of its effort, see {@link MemberNames}. */
    public void nameIn(Map<String, String> byUpstreamName) {
        if (effort != null) {
            MemberNames.note(byUpstreamName, "reasoning.effort", effort.at());
        } else if (model != null && model.effort().isPresent()) {
            MemberNames.note(byUpstreamName, "reasoning.effort", MODEL);
        }
    }

    /** Sets the service tier. */
    public void tier(Value value) {
        tier = value;
    }

    /** Returns the model's name for the upstream. */
    public String wireName() {
        return chosen().wireName();
    }

    private ModelName chosen() {
        if (model == null) {
            throw Rejections.missing(MODEL);
        }
        return model;
    }

    /** Sets model, effort and tier in the body; returns the effort that is sent. */
    public Optional<String> applyTo(UpstreamBody body, Disclosures disclosures) {
        ModelName chosen = chosen();
        body.set(UpstreamMember.MODEL, chosen.wireName());
        if (tier == null) {
            ServiceTier.apply(chosen, body);
        } else {
            ServiceTier.apply(tier, chosen, body, disclosures);
        }
        Optional<String> asked = effort == null ? chosen.effort() : Optional.of(effort.text());
        Location at = effort == null ? MODEL : effort.at();
        Optional<String> sent = ReasoningEffort.settled(asked, chosen.traits(), at, disclosures);
        sent.ifPresent(name -> {
            ObjectNode reasoning = Json.object().put(EFFORT, name);
            reasoning.setAll(body.object(UpstreamMember.REASONING));
            body.set(UpstreamMember.REASONING, reasoning);
        });
        return sent;
    }
}
