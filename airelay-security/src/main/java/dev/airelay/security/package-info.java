/** Bearer check and admission. */
package dev.airelay.security;
