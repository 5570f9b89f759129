/** The Chat Completions dialect. */
package dev.airelay.transforms.chat;
