package dev.airelay.transforms.reply;

import dev.airelay.transforms.json.JsonName;

/** The names of the members of stream events, each once. */
public final class EventMember {

    public static final JsonName TYPE = new JsonName("type");
    public static final JsonName SEQUENCE_NUMBER = new JsonName("sequence_number");
    public static final JsonName RESPONSE = new JsonName("response");
    public static final JsonName OUTPUT_INDEX = new JsonName("output_index");
    public static final JsonName ITEM_ID = new JsonName("item_id");
    public static final JsonName ITEM = new JsonName("item");
    public static final JsonName CONTENT_INDEX = new JsonName("content_index");
    public static final JsonName SUMMARY_INDEX = new JsonName("summary_index");
    public static final JsonName PART = new JsonName("part");
    public static final JsonName DELTA = new JsonName("delta");
    public static final JsonName TEXT = new JsonName("text");
    public static final JsonName REFUSAL = new JsonName("refusal");
    public static final JsonName ARGUMENTS = new JsonName("arguments");
    public static final JsonName INPUT = new JsonName("input");
    public static final JsonName NAME = new JsonName("name");
    public static final JsonName LOGPROBS = new JsonName("logprobs");
    public static final JsonName ANNOTATION = new JsonName("annotation");
    public static final JsonName ANNOTATION_INDEX = new JsonName("annotation_index");
    /** Random padding against traffic analysis; the relay's clients are local. */
    public static final JsonName OBFUSCATION = new JsonName("obfuscation");
    /** An extension of the ChatGPT backend on text events. */
    public static final JsonName SAFETY_BUFFERING = new JsonName("safety_buffering");

    public static final JsonName RESPONSE_ID = new JsonName("response_id");
    static final JsonName CONTENT = new JsonName("content");
    public static final JsonName OUTPUT = new JsonName("output");
    static final JsonName ANNOTATIONS = new JsonName("annotations");
    static final JsonName ID = new JsonName("id");
    static final JsonName CALL_ID = new JsonName("call_id");

    private EventMember() {}
}
