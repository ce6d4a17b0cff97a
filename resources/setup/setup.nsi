; The setup program, for the release and for every vendor's kit. "profile kit" writes product.nsh, which holds the
; names and the list of files, and calls makensis; nothing else differs between two vendors.
;
;   setup.exe              for the person who starts it, no administrator needed
;   setup.exe /ALLUSERS    for everyone on this PC, needs an administrator
;   setup.exe /S           without a window; /D=C:\folder as the last argument chooses the folder
;
; Exit codes: 0 done, 1 cancelled, 2 a file could not be written, 32 the program is running, 87 an unknown switch,
; 145 the folder holds something else, 161 a folder that cannot be, 183 the folder is another vendor's or product's,
; 740 /ALLUSERS (or the removal of what it installed) needs an administrator, 1150 this Windows is too old.
;
; installed.ini beside the program is the setup's own list: whose installation it is, for whom, and what lies there.
; An upgrade removes what the list of the older version names, and nothing else.

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
!define E_SWITCH 87
!define E_FOREIGN 145
!define E_FOLDER 161
!define E_VENDOR 183
!define E_ADMINISTRATOR 740
!define E_OLD_WINDOWS 1150
!define LIST "installed.ini"

Name "${NAME}" "${LABEL_NAME}"
OutFile "made.exe"
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
  !uninstfinalize '${SIGN} "%1"' = 0
!endif

Var Nothing ; stays empty; parts two signs of a vendor's text that makensis would read as one of its own
Var AllUsers
Var Welcome
Var Own ; the folder that this product takes where nobody chooses another
Var Key ; forget: as was asked for; settled: by the person, before this was started as an administrator

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "side.bmp"
!define MUI_WELCOMEPAGE_TITLE "$(WELCOME_TITLE)"
!define MUI_WELCOMEPAGE_TITLE_3LINES
!define MUI_WELCOMEPAGE_TEXT "$Welcome"
!define MUI_FINISHPAGE_TITLE "$(FINISH_TITLE)"
!define MUI_FINISHPAGE_TEXT "$(FINISH_TEXT)"
!define MUI_FINISHPAGE_RUN "$INSTDIR\ConnectWizard.exe"
!define MUI_FINISHPAGE_RUN_TEXT "$(FINISH_RUN)"
!insertmacro MUI_PAGE_WELCOME
!define MUI_PAGE_HEADER_SUBTEXT "$(BUSY)"
!insertmacro MUI_PAGE_INSTFILES
!define MUI_PAGE_CUSTOMFUNCTION_SHOW FinishShown
!insertmacro MUI_PAGE_FINISH
; in words of our own: NSIS puts the product's name into one line, whatever its length
!define MUI_PAGE_HEADER_TEXT "$(REMOVE_TITLE)"
!define MUI_PAGE_HEADER_SUBTEXT "$(REMOVE_TEXT)"
!insertmacro MUI_UNPAGE_CONFIRM
!define MUI_PAGE_HEADER_SUBTEXT "$(BUSY)"
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Spanish"
!include "words.nsh"

; --- whose installation, and where -------------------------------------------------------------------------

!macro STOP CODE WORDS
  !if "${WORDS}" != ""
    MessageBox MB_OK|MB_ICONEXCLAMATION "${WORDS}" /SD IDOK
  !endif
  SetErrorLevel ${CODE}
  Quit
!macroend

; Takes the first word off $R0 into $R1.
!macro NEXT_WORD
  StrCpy $R1 ""
  ${Do}
    StrCpy $R2 $R0 1
    ${If} $R2 == ""
    ${OrIf} $R2 == " "
      ${ExitDo}
    ${EndIf}
    StrCpy $R1 "$R1$R2"
    StrCpy $R0 $R0 "" 1
  ${Loop}
  ${If} $R0 != ""
    StrCpy $R0 $R0 "" 1
  ${EndIf}
!macroend

; Without backslashes and spaces at its end.
!macro WITHOUT_END PATH
  ${Do}
    StrCpy $R2 ${PATH} 1 -1
    ${If} $R2 != "\"
    ${AndIf} $R2 != " "
      ${ExitDo}
    ${EndIf}
    StrCpy ${PATH} ${PATH} -1
  ${Loop}
!macroend

; The text of a line of TOML, as an old Windows function reads it (it takes outer quotes off, where no remark follows
; them). $R6 is set where there are signs in it that stand for others.
!macro TEXT_OF LINE
  StrCpy $R3 ${LINE} 1
  ${If} $R3 == '"'
  ${OrIf} $R3 == "'"
    StrCpy ${LINE} ${LINE} "" 1
  ${Else}
    StrCpy $R3 '"'
  ${EndIf}
  StrCpy $R4 ${LINE}
  StrCpy ${LINE} ""
  ${Do}
    StrCpy $R5 $R4 1
    ${If} $R5 == ""
    ${OrIf} $R5 == $R3
      ${ExitDo}
    ${ElseIf} $R5 == "\"
      StrCpy $R6 "1"
    ${EndIf}
    StrCpy ${LINE} "${LINE}$R5"
    StrCpy $R4 $R4 "" 1
  ${Loop}
!macroend

!macro ADMINISTRATOR_ONLY PROGRAM ARGUMENTS
  UserInfo::GetAccountType
  Pop $R1
  ${If} $R1 != "Admin"
    ${IfNot} ${Silent}
      ExecShell "runas" "${PROGRAM}" "${ARGUMENTS}"
    ${EndIf}
    !insertmacro STOP ${E_ADMINISTRATOR} ""
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
        !insertmacro STOP ${E_RUNNING} ""
      ${EndIf}
    ${Loop}
  ${EndIf}
!macroend

; What the person, or a deployment tool, asked for. No window where a switch is unknown: /s for /S would wait for
; ever for a click that nobody makes.
Function ReadSwitches
  StrCpy $AllUsers ""
  ${GetParameters} $R0
  ${DoWhile} $R0 != ""
    !insertmacro NEXT_WORD
    ${If} $R1 == "/ALLUSERS"
      StrCpy $AllUsers "1"
    ${ElseIf} $R1 S!= ""
    ${AndIf} $R1 S!= "/S"
    ${AndIf} $R1 S!= "/NCRC"
      !insertmacro STOP ${E_SWITCH} ""
    ${EndIf}
  ${Loop}
  ; NSIS takes /D= off the parameters, and makes another folder or none of one that it cannot read
  System::Call 'kernel32::GetCommandLineW() w .R0'
  ${DoWhile} $R0 != ""
    StrCpy $R1 $R0 4
    ${If} $R1 S== " /D="
      StrCpy $R0 $R0 "" 4
      StrCpy $R1 $INSTDIR
      !insertmacro WITHOUT_END $R0
      !insertmacro WITHOUT_END $R1
      ${If} $R1 == ""
      ${OrIf} $R1 != $R0
        !insertmacro STOP ${E_FOLDER} "$(NO_FOLDER)"
      ${EndIf}
      ${ExitDo}
    ${EndIf}
    StrCpy $R0 $R0 "" 1
  ${Loop}
FunctionEnd

; Qt asks Windows for its tables of signs, which came with Windows 10 1703 and Server 2019. Sysnative: where a 32-bit
; setup finds the same folder.
Function RefuseOldWindows
  ${IfNot} ${FileExists} "$WINDIR\System32\icuuc.dll"
  ${AndIfNot} ${FileExists} "$WINDIR\Sysnative\icuuc.dll"
    !insertmacro STOP ${E_OLD_WINDOWS} "$(OLD_WINDOWS)"
  ${EndIf}
FunctionEnd

; A folder that holds anything is only taken where it is this product's own.
Function RefuseForeignFolder
  ${If} ${FileExists} "$INSTDIR"
  ${AndIfNot} ${FileExists} "$INSTDIR\*.*"
    !insertmacro STOP ${E_FOLDER} "$(NO_FOLDER)"
  ${EndIf}
  ReadINIStr $R0 "$INSTDIR\${LIST}" "setup" "Key"
  ${If} $R0 != ""
  ${AndIf} $R0 != "${KEY}"
    !insertmacro STOP ${E_VENDOR} "$(OTHER_VENDOR)"
  ${EndIf}
  !ifdef PROFILE
    ; the same words read in the same way: an old Windows function takes the bytes of both files alike
    InitPluginsDir
    File "/oname=$PLUGINSDIR\vendor.toml" "${PROFILE}"
    ReadINIStr $R1 "$PLUGINSDIR\vendor.toml" "vendor" "name"
    ReadINIStr $R2 "$INSTDIR\vendor.toml" "vendor" "name"
    StrCpy $R6 ""
    !insertmacro TEXT_OF $R1
    !insertmacro TEXT_OF $R2
    ${If} $R1 == ""
      StrCpy $R6 "1"
    ${EndIf}
    ${If} $R2 != ""
    ${AndIf} $R1 S!= $R2
      ; one name may be written in several ways; where it is, the setup's own list says whose the folder is
      ${If} $R0 == ""
      ${OrIf} $R6 == ""
        !insertmacro STOP ${E_VENDOR} "$(OTHER_VENDOR)"
      ${EndIf}
    ${EndIf}
  !endif
  ReadRegStr $R1 SHCTX "${UNINSTALL_KEY}" "InstallLocation"
  ${If} $R0 == "${KEY}"
  ${OrIf} $INSTDIR == $R1
  ${OrIf} $INSTDIR == $Own
    Return
  ${EndIf}
  ClearErrors
  FindFirst $R1 $R2 "$INSTDIR\*.*"
  ${DoUntil} ${Errors}
    ${If} $R2 != "."
    ${AndIf} $R2 != ".."
      FindClose $R1
      !insertmacro STOP ${E_FOREIGN} "$(FOREIGN_FOLDER)"
    ${EndIf}
    FindNext $R1 $R2
  ${Loop}
  FindClose $R1
FunctionEnd

Function .onInit
  SetRegView 64
  StrCpy $Nothing ""
  Call ReadSwitches
  Call RefuseOldWindows
  ${If} $AllUsers == ""
    StrCpy $Welcome "$(WELCOME_TEXT)"
    StrCpy $Own "$LOCALAPPDATA\Programs\${FOLDER}"
    SetShellVarContext current
  ${Else}
    StrCpy $Welcome "$(WELCOME_TEXT_ALL)"
    StrCpy $Own "$PROGRAMFILES64\${FOLDER}"
    StrCpy $R3 ""
    ${If} $INSTDIR != ""
      StrCpy $R3 " /D=$INSTDIR"
    ${EndIf}
    !insertmacro ADMINISTRATOR_ONLY "$EXEPATH" "/ALLUSERS$R3"
    SetShellVarContext all
  ${EndIf}
  ${If} $INSTDIR == ""
    ReadRegStr $INSTDIR SHCTX "${UNINSTALL_KEY}" "InstallLocation"
  ${EndIf}
  ${If} $INSTDIR == ""
    StrCpy $INSTDIR $Own
  ${EndIf}
  Call RefuseForeignFolder
  !insertmacro NOT_WHILE_RUNNING "ConnectWizard.exe"
  !insertmacro NOT_WHILE_RUNNING "connect-wizard.exe"
FunctionEnd

; Started from here it would run as the administrator, and keep the key in the administrator's store.
Function FinishShown
  ${If} $AllUsers == "1"
    SendMessage $mui.FinishPage.Run ${BM_SETCHECK} ${BST_UNCHECKED} 0
    ShowWindow $mui.FinishPage.Run ${SW_HIDE}
  ${EndIf}
FunctionEnd

; --- case files --------------------------------------------------------------------------------------------

; A double click on a case file opens the program with it. What another wizard has taken stays its own: the last one
; that is installed opens them, and one that is left takes over from one that is removed.
!define CASE_TYPE "Software\Classes\.cwcase"
!define SHCNE_ASSOCCHANGED 0x08000000

!macro TELL_WINDOWS_OF_CASES
  System::Call 'shell32::SHChangeNotify(i ${SHCNE_ASSOCCHANGED}, i 0, p 0, p 0)'
!macroend

Function TakeCases
  WriteRegStr SHCTX "Software\Classes\${CASE_KIND}" "" "$(CASE_NAME)"
  WriteRegStr SHCTX "Software\Classes\${CASE_KIND}\DefaultIcon" "" "$INSTDIR\${LINK_ICON},0"
  WriteRegStr SHCTX "Software\Classes\${CASE_KIND}\shell\open\command" "" '"$INSTDIR\ConnectWizard.exe" "%1"'
  WriteRegStr SHCTX "${CASE_TYPE}\OpenWithProgids" "${CASE_KIND}" ""
  WriteRegStr SHCTX "${CASE_TYPE}" "" "${CASE_KIND}"
  !insertmacro TELL_WINDOWS_OF_CASES
FunctionEnd

Function un.LeaveCases
  DeleteRegKey SHCTX "Software\Classes\${CASE_KIND}"
  DeleteRegValue SHCTX "${CASE_TYPE}\OpenWithProgids" "${CASE_KIND}"
  ReadRegStr $R1 SHCTX "${CASE_TYPE}" ""
  ${If} $R1 == "${CASE_KIND}"
    EnumRegValue $R2 SHCTX "${CASE_TYPE}\OpenWithProgids" 0
    ${If} $R2 == ""
      DeleteRegValue SHCTX "${CASE_TYPE}" ""
    ${Else}
      WriteRegStr SHCTX "${CASE_TYPE}" "" $R2
    ${EndIf}
  ${EndIf}
  DeleteRegKey /ifempty SHCTX "${CASE_TYPE}\OpenWithProgids"
  EnumRegKey $R1 SHCTX "${CASE_TYPE}" 0
  EnumRegValue $R2 SHCTX "${CASE_TYPE}" 0
  ReadRegStr $R3 SHCTX "${CASE_TYPE}" ""
  ${If} "$R1$R2$R3" == ""
    DeleteRegKey SHCTX "${CASE_TYPE}"
  ${EndIf}
  !insertmacro TELL_WINDOWS_OF_CASES
FunctionEnd

; --- installing --------------------------------------------------------------------------------------------

; Removes what the list of an older version names, files before folders, and only below its own folder.
Function RemoveListed
  ReadINIStr $R0 "$INSTDIR\${LIST}" "setup" "Count"
  ${For} $R1 1 $R0
    ReadINIStr $R2 "$INSTDIR\${LIST}" "names" "$R1"
    StrCpy $R3 $R2
    StrCpy $R5 $R2 1
    ${DoWhile} $R3 != ""
      StrCpy $R4 $R3 2
      ${If} $R4 == ".."
        StrCpy $R5 "\"
      ${EndIf}
      StrCpy $R4 $R3 1
      ${If} $R4 == ":"
        StrCpy $R5 "\"
      ${EndIf}
      StrCpy $R3 $R3 "" 1
    ${Loop}
    ${If} $R5 != ""
    ${AndIf} $R5 != "\"
      Delete "$INSTDIR\$R2"
      RMDir "$INSTDIR\$R2"
    ${EndIf}
  ${Next}
FunctionEnd

Section
  ClearErrors
  CreateDirectory "$INSTDIR"
  ${If} ${Errors}
    !insertmacro STOP ${E_FOLDER} "$(NO_FOLDER)"
  ${EndIf}
  Call RemoveListed
  !insertmacro FILES
  SetOutPath "$INSTDIR"
  ${If} $AllUsers == "1"
    WriteINIStr "$INSTDIR\${LIST}" "setup" "For" "everyone"
  ${EndIf}
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
  Call TakeCases
SectionEnd

; --- removing ----------------------------------------------------------------------------------------------

; Whether any wizard is still installed, of this vendor or another: $R0 is 1.
!macro LOOK_FOR_ANOTHER HIVE
  StrCpy $R1 0
  ${Do}
    EnumRegKey $R2 ${HIVE} "Software\Microsoft\Windows\CurrentVersion\Uninstall" $R1
    IntOp $R1 $R1 + 1
    StrCpy $R3 $R2 13
    ${If} $R3 == "ConnectWizard"
    ${AndIf} $R2 != "${KEY}"
      StrCpy $R0 "1"
    ${EndIf}
  ${LoopUntil} $R2 == ""
!macroend

; What belongs to the person, and so is removed as the person: the stored key where that is wished for (by a switch,
; or by the answer to a question that is only asked where there is a key), and the program's own notes.
Function un.LeaveThePerson
  ${If} $Key == ""
  ${AndIfNot} ${Silent}
    nsExec::Exec '"$INSTDIR\connect-wizard.exe" forget --dry-run'
    Pop $R1
    ${If} $R1 == "0"
    ${AndIf} ${Cmd} `MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "$(FORGET)" /SD IDNO IDYES`
      StrCpy $Key "forget"
    ${EndIf}
  ${EndIf}
  ${If} $Key == "forget"
    nsExec::Exec '"$INSTDIR\connect-wizard.exe" forget'
    Pop $R1
  ${EndIf}
  StrCpy $R0 ""
  !insertmacro LOOK_FOR_ANOTHER HKCU
  !insertmacro LOOK_FOR_ANOTHER HKLM
  ${If} $R0 == ""
    Delete "$APPDATA\connect-wizard\windows.ini"
    RMDir "$APPDATA\connect-wizard"
    Delete "$LOCALAPPDATA\connect-wizard\history.jsonl*"
    Delete "$LOCALAPPDATA\connect-wizard\progress.json"
    Delete "$LOCALAPPDATA\connect-wizard\.*.part"
    Delete "$LOCALAPPDATA\connect-wizard\log\connect-wizard.log*"
    RMDir "$LOCALAPPDATA\connect-wizard\log"
    RMDir "$LOCALAPPDATA\connect-wizard"
  ${EndIf}
FunctionEnd

Function un.onInit
  SetRegView 64
  StrCpy $Nothing ""
  SetShellVarContext current
  StrCpy $AllUsers ""
  StrCpy $Key ""
  ${GetParameters} $R0
  ${DoWhile} $R0 != ""
    !insertmacro NEXT_WORD
    StrCpy $R2 $R1 3
    ${If} $R2 == "_?="
      ${ExitDo}
    ${ElseIf} $R1 == "/ASKED"
      StrCpy $Key "settled"
    ${ElseIf} $R1 == "/FORGETKEY"
      StrCpy $Key "forget"
    ${ElseIf} $R1 S!= ""
    ${AndIf} $R1 S!= "/S"
    ${AndIf} $R1 S!= "/NCRC"
      !insertmacro STOP ${E_SWITCH} ""
    ${EndIf}
  ${Loop}
  ReadINIStr $R0 "$INSTDIR\${LIST}" "setup" "For"
  ${If} $R0 == "everyone"
    StrCpy $AllUsers "1"
    UserInfo::GetAccountType
    Pop $R1
    ${If} $R1 != "Admin"
    ${AndIfNot} ${Silent}
      ${If} $Key == "settled" ; asked for once: where Windows asks nobody, it would go on for ever
        !insertmacro STOP ${E_ADMINISTRATOR} ""
      ${EndIf}
      ; nothing of the person's goes before they have said that the program is to go
      ${If} ${Cmd} `MessageBox MB_OKCANCEL|MB_ICONQUESTION "$(REMOVE_FIRST)" IDCANCEL`
        !insertmacro STOP 1 ""
      ${EndIf}
      Call un.LeaveThePerson
    ${EndIf}
    !insertmacro ADMINISTRATOR_ONLY "$INSTDIR\uninstall.exe" "/ASKED"
  ${EndIf}
  !insertmacro NOT_WHILE_RUNNING "ConnectWizard.exe"
  !insertmacro NOT_WHILE_RUNNING "connect-wizard.exe"
FunctionEnd

Section "Uninstall"
  ${If} $Key != "settled"
    Call un.LeaveThePerson
  ${EndIf}
  ${If} $AllUsers == "1"
    SetShellVarContext all
  ${EndIf}
  !insertmacro REMOVE_FILES
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${LINK}.lnk"
  Delete "$DESKTOP\${LINK}.lnk"
  DeleteRegKey SHCTX "${UNINSTALL_KEY}"
  Call un.LeaveCases
SectionEnd
