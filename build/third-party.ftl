<#-- One line for each library, sorted: its coordinates without the version, then its licence. -->
Libraries that AIRelay's distributions contain, and their licences. They are listed by the build; see docs/building.md.

<#list dependencyMap as entry>
<#assign library = entry.getKey()/>
<#if library.groupId != "dev.airelay">
${library.groupId}:${library.artifactId}: ${entry.getValue()?sort?join(", ")}
</#if>
</#list>

Contained in com.sigpwned:chardet4j: charset detector of com.ibm.icu:icu4j: Unicode-3.0
Contained in org.tomlj:tomlj: org.antlr:antlr4-runtime: BSD-3-Clause
