# Reads, writes or removes one generic credential of the current user. Standard input has three lines: the verb (find,
# put or remove), the target and, for put, the value. Prints the value for find. Exit status 3: there is none.
$ErrorActionPreference = 'Stop'
$verb = [Console]::In.ReadLine()
$target = [Console]::In.ReadLine()
Add-Type -TypeDefinition @'
using System;
using System.Runtime.InteropServices;
using System.Text;
public static class AirelayCredential {
    [StructLayout(LayoutKind.Sequential, CharSet = CharSet.Unicode)]
    private struct Credential {
        public uint Flags; public uint Type; public string TargetName; public string Comment; public long LastWritten;
        public uint CredentialBlobSize; public IntPtr CredentialBlob; public uint Persist; public uint AttributeCount;
        public IntPtr Attributes; public string TargetAlias; public string UserName;
    }
    [DllImport("advapi32.dll", CharSet = CharSet.Unicode, SetLastError = true, EntryPoint = "CredReadW")]
    private static extern bool CredRead(string target, uint type, uint flags, out IntPtr credential);
    [DllImport("advapi32.dll", CharSet = CharSet.Unicode, SetLastError = true, EntryPoint = "CredWriteW")]
    private static extern bool CredWrite(ref Credential credential, uint flags);
    [DllImport("advapi32.dll", CharSet = CharSet.Unicode, SetLastError = true, EntryPoint = "CredDeleteW")]
    private static extern bool CredDelete(string target, uint type, uint flags);
    [DllImport("advapi32.dll")]
    private static extern void CredFree(IntPtr credential);
    private const uint Generic = 1;
    private const uint LocalMachine = 2;
    private const int NotFound = 1168;

    public static string Find(string target) {
        IntPtr found;
        if (!CredRead(target, Generic, 0, out found)) { return Missing(); }
        try {
            var credential = (Credential) Marshal.PtrToStructure(found, typeof(Credential));
            var bytes = new byte[credential.CredentialBlobSize];
            if (bytes.Length > 0) { Marshal.Copy(credential.CredentialBlob, bytes, 0, bytes.Length); }
            return Encoding.ASCII.GetString(bytes);
        } finally { CredFree(found); }
    }
    public static void Put(string target, string user, string value) {
        var bytes = Encoding.ASCII.GetBytes(value);
        var blob = Marshal.AllocHGlobal(bytes.Length);
        try {
            Marshal.Copy(bytes, 0, blob, bytes.Length);
            var credential = new Credential {
                Type = Generic, TargetName = target, UserName = user, Persist = LocalMachine,
                CredentialBlob = blob, CredentialBlobSize = (uint) bytes.Length };
            if (!CredWrite(ref credential, 0)) { throw Failure(); }
        } finally { Marshal.FreeHGlobal(blob); }
    }
    public static string Remove(string target) {
        return CredDelete(target, Generic, 0) ? "" : Missing();
    }
    private static string Missing() {
        if (Marshal.GetLastWin32Error() == NotFound) { return null; }
        throw Failure();
    }
    private static Exception Failure() {
        return new System.ComponentModel.Win32Exception(Marshal.GetLastWin32Error());
    }
}
'@
try {
    switch ($verb) {
        'find' { $answer = [AirelayCredential]::Find($target) }
        'put' { [AirelayCredential]::Put($target, $target, [Console]::In.ReadLine()); $answer = '' }
        'remove' { $answer = [AirelayCredential]::Remove($target) }
        default { throw "unknown verb $verb" }
    }
} catch {
    [Console]::Error.WriteLine($_.Exception.GetBaseException().Message)
    exit 1
}
if ($null -eq $answer) { exit 3 }
[Console]::Out.Write($answer)
exit 0
