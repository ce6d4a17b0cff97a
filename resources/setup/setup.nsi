; The setup program, for the release and for every vendor's kit. "profile kit" writes product.nsh, which holds the
; names and the list of files, and calls makensis; nothing else differs between two vendors.
;
;   setup.exe              for the person who starts it, no administrator needed
;   setup.exe /ALLUSERS    for everyone on this PC, needs an administrator
;   setup.exe /S           without a window; /D=C:\folder as the last argument chooses the folder
;
; Exit codes: 0 done, 1 cancelled, 2 a file could not be written, 32 the program is running,
; 740 /ALLUSERS (or the removal of what it installed) needs an administrator.

Unicode true
!if /FileExists "${NSISDIR}\Stubs\lzma_solid-amd64-unicode"
  Target amd64-unicode
!endif
!include "MUI2.nsh"
!include "LogicLib.nsh"
!include "FileFunc.nsh"
!include "product.nsh"

!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${KEY}"
!define E_RUNNING 32
!define E_ADMINISTRATOR 740

Name "${NAME}"
OutFile "${OUT}"
SetCompressor /SOLID /FINAL lzma
SetDateSave off
RequestExecutionLevel user
ManifestDPIAware true
ManifestSupportedOS Win10
ManifestLongPathAware true
BrandingText " "
ShowInstDetails nevershow
ShowUninstDetails nevershow
AllowSkipFiles off
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${PLAIN_NAME}"
VIAddVersionKey "FileDescription" "${PLAIN_NAME}"
VIAddVersionKey "CompanyName" "${PLAIN_PUBLISHER}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "Apache-2.0; see the folder licences"
!ifdef SIGN
  !uninstfinalize '${SIGN} "%1"'
!endif

Var AllUsers
Var Welcome

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "side.bmp"
!define MUI_WELCOMEPAGE_TITLE "$(WELCOME_TITLE)"
!define MUI_WELCOMEPAGE_TEXT "$Welcome"
!define MUI_FINISHPAGE_TITLE "$(FINISH_TITLE)"
!define MUI_FINISHPAGE_TEXT "$(FINISH_TEXT)"
!define MUI_FINISHPAGE_RUN "$INSTDIR\ConnectWizard.exe"
!define MUI_FINISHPAGE_RUN_TEXT "$(FINISH_RUN)"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Spanish"
!include "words.nsh"

; --- whose installation, and where -------------------------------------------------------------------------

!macro ADMINISTRATOR_ONLY PROGRAM ARGUMENTS
  UserInfo::GetAccountType
  Pop $R1
  ${If} $R1 != "Admin"
    ${IfNot} ${Silent}
      ExecShell "runas" "${PROGRAM}" "${ARGUMENTS}"
    ${EndIf}
    SetErrorLevel ${E_ADMINISTRATOR}
    Quit
  ${EndIf}
!macroend

!macro NOT_WHILE_RUNNING PROGRAM
  ; Windows lets nobody write to a program that runs
  ${If} ${FileExists} "$INSTDIR\${PROGRAM}"
    ${Do}
      ClearErrors
      FileOpen $R2 "$INSTDIR\${PROGRAM}" a
      ${IfNot} ${Errors}
        FileClose $R2
        ${ExitDo}
      ${EndIf}
      ${If} ${Silent}
      ${OrIf} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONINFORMATION "$(RUNNING)" /SD IDCANCEL IDCANCEL`
        SetErrorLevel ${E_RUNNING}
        Quit
      ${EndIf}
    ${Loop}
  ${EndIf}
!macroend

Function .onInit
  SetRegView 64
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/ALLUSERS" $R1
  ${If} ${Errors}
    StrCpy $AllUsers ""
    StrCpy $Welcome "$(WELCOME_TEXT)"
    SetShellVarContext current
  ${Else}
    StrCpy $AllUsers "1"
    StrCpy $Welcome "$(WELCOME_TEXT_ALL)"
    !insertmacro ADMINISTRATOR_ONLY "$EXEPATH" "/ALLUSERS"
    SetShellVarContext all
  ${EndIf}
  ${If} $INSTDIR == ""
    ReadRegStr $INSTDIR SHCTX "${UNINSTALL_KEY}" "InstallLocation"
  ${EndIf}
  ${If} $INSTDIR == ""
    ${If} $AllUsers == "1"
      StrCpy $INSTDIR "$PROGRAMFILES64\${FOLDER}"
    ${Else}
      StrCpy $INSTDIR "$LOCALAPPDATA\Programs\${FOLDER}"
    ${EndIf}
  ${EndIf}
  !insertmacro NOT_WHILE_RUNNING "ConnectWizard.exe"
  !insertmacro NOT_WHILE_RUNNING "connect-wizard.exe"
FunctionEnd

; --- installing --------------------------------------------------------------------------------------------

Section
  ; what an older version left; a vendor.toml that somebody put there stays
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\licences"
  !insertmacro FILES
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${LINK}.lnk" "$INSTDIR\ConnectWizard.exe" "" "$INSTDIR\${LINK_ICON}" 0
  CreateShortcut "$DESKTOP\${LINK}.lnk" "$INSTDIR\ConnectWizard.exe" "" "$INSTDIR\${LINK_ICON}" 0
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayName" "${NAME}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\${LINK_ICON}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "Publisher" "${PUBLISHER}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  !ifdef HELP_URL
    WriteRegStr SHCTX "${UNINSTALL_KEY}" "HelpLink" "${HELP_URL}"
  !endif
  !ifdef UPDATE_URL
    WriteRegStr SHCTX "${UNINSTALL_KEY}" "URLUpdateInfo" "${UPDATE_URL}"
  !endif
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoRepair" 1
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "EstimatedSize" ${KILOBYTES}
SectionEnd

; --- removing ----------------------------------------------------------------------------------------------

Function un.onInit
  SetRegView 64
  SetShellVarContext current
  ReadRegStr $R0 HKLM "${UNINSTALL_KEY}" "InstallLocation"
  ${If} $R0 == $INSTDIR
    !insertmacro ADMINISTRATOR_ONLY "$INSTDIR\uninstall.exe" ""
    SetShellVarContext all
  ${EndIf}
  !insertmacro NOT_WHILE_RUNNING "ConnectWizard.exe"
  !insertmacro NOT_WHILE_RUNNING "connect-wizard.exe"
FunctionEnd

Section "Uninstall"
  ; The stored key stays unless the person says otherwise; /FORGETKEY says so without a window.
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/FORGETKEY" $R1
  ${IfNot} ${Errors}
  ${OrIf} ${Cmd} `MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "$(FORGET)" /SD IDNO IDYES`
    nsExec::Exec '"$INSTDIR\connect-wizard.exe" forget'
    Pop $R1
  ${EndIf}
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\licences"
  !insertmacro REMOVE_FILES
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${LINK}.lnk"
  Delete "$DESKTOP\${LINK}.lnk"
  DeleteRegKey SHCTX "${UNINSTALL_KEY}"
SectionEnd
